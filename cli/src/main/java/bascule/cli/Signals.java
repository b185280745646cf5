package bascule.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * The signals of the operating system. The JDK has them in {@code sun.misc} only, where the
 * compiler may not look; where they are missing nothing is taken, and Ctrl-C ends the process.
 */
final class Signals {
    private Signals() {}

    /**
     * @return what puts back what was there before
     */
    static Runnable take(String name, Runnable does) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var handle = signal.getMethod("handle", signal, handler);
            var taken = signal.getConstructor(String.class).newInstance(name);
            var ours =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(), new Class<?>[] {handler}, to(does));
            var before = handle.invoke(null, taken, ours);
            return () -> {
                try {
                    handle.invoke(null, taken, before);
                } catch (ReflectiveOperationException impossible) {
                    throw new IllegalStateException("internal error: " + name, impossible);
                }
            };
        } catch (ReflectiveOperationException | IllegalArgumentException none) {
            return () -> {};
        }
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is itself and nothing else
    private static InvocationHandler to(Runnable does) {
        return (self, method, args) ->
                switch (method.getName()) {
                    case "equals" -> self == args[0];
                    case "hashCode" -> System.identityHashCode(self);
                    case "toString" -> "signal";
                    default -> {
                        does.run();
                        yield null;
                    }
                };
    }
}
