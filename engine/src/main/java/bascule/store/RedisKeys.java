package bascule.store;

import bascule.store.Dumper.Table;
import bascule.store.RedisTalk.Reply;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The keys of one database of a server that nobody else uses.
 *
 * @param database its number
 */
record RedisKeys(RedisTalk talk, String database) {
    private static final int AT_ONCE = 200;

    /**
     * One of them.
     *
     * @param expires in milliseconds since 1970; 0 is never
     * @param exact whether that is what the server keeps; before Redis 7 it tells only what is left
     * @param value as DUMP writes it
     */
    @SuppressWarnings("ArrayRecordComponent") // it is never compared
    record Key(byte[] name, String type, long expires, boolean exact, byte[] value) {
        /** In which version of Redis's format the value is written. */
        int version() {
            var at = value.length - 10; // two bytes, before a checksum of eight
            return (value[at] & 0xff) | (value[at + 1] & 0xff) << 8;
        }
    }

    /** Told of each. */
    interface Each {
        void see(Key key) throws IOException;
    }

    void each(Each each) throws IOException {
        expect(talk.ask("SELECT", database), Reply.Bytes.class);
        // A key that moves while the table of keys is resized is told twice.
        var seen = new HashSet<ByteBuffer>();
        var cursor = "0";
        do {
            var found = expect(talk.ask("SCAN", cursor, "COUNT", AT_ONCE + ""), Reply.Many.class);
            cursor = text(found.replies().get(0));
            var names = new ArrayList<byte[]>();
            for (var name : expect(found.replies().get(1), Reply.Many.class).replies()) {
                var bytes = bytes(name);
                if (seen.add(ByteBuffer.wrap(bytes))) {
                    names.add(bytes);
                }
            }
            see(names, each);
        } while (!cursor.equals("0"));
    }

    private void see(List<byte[]> names, Each each) throws IOException {
        for (var name : names) {
            talk.send(RedisTalk.word("TYPE"), name);
            talk.send(RedisTalk.word("PEXPIRETIME"), name);
            talk.send(RedisTalk.word("PTTL"), name);
            talk.send(RedisTalk.word("DUMP"), name);
        }
        for (var name : names) {
            var type = text(talk.reply());
            var expires = talk.reply();
            var left = expect(talk.reply(), Reply.Whole.class).number();
            var value = talk.reply();
            if (value instanceof Reply.Bytes held) { // else it has just expired
                var exact = expires instanceof Reply.Whole;
                var at =
                        expires instanceof Reply.Whole(var known)
                                ? known
                                : left < 0 ? -1 : System.currentTimeMillis() + left;
                each.see(new Key(name, type, Math.max(0, at), exact, held.bytes()));
            }
        }
    }

    /**
     * How many of each type there are, and what they hold.
     *
     * @param horizon what expires before is not told: it may be gone the next time
     */
    Map<String, Table> tables(long horizon) throws IOException {
        var tables = new TreeMap<String, Table>();
        var sums = new TreeMap<String, Long>();
        // The contents of sets and hashes come by other questions, when this walk has ended.
        var loose = new ArrayList<Key>();
        each(
                key -> {
                    if (key.expires() != 0 && key.expires() < horizon) {
                        return;
                    }
                    if (key.type().equals("set") || key.type().equals("hash")) {
                        loose.add(
                                new Key(key.name(), key.type(), key.expires(), key.exact(), NONE));
                    } else {
                        sums.merge(key.type(), sum(key, Sum.of(key.value())), Long::sum);
                        count(tables, key.type());
                    }
                });
        for (var key : loose) {
            sums.merge(key.type(), sum(key, members(key)), Long::sum);
            count(tables, key.type());
        }
        tables.replaceAll(
                (type, table) ->
                        new Table(table.rows(), Long.toHexString(sums.getOrDefault(type, 0L))));
        return tables;
    }

    private static final byte[] NONE = {};

    private static void count(Map<String, Table> tables, String type) {
        tables.merge(type, new Table(1, ""), (old, _) -> new Table(old.rows() + 1, ""));
    }

    private static long sum(Key key, long value) {
        var expires = key.exact() ? key.expires() : key.expires() == 0 ? 0 : 1;
        return Sum.of(key.name(), RedisTalk.word(value + " " + expires));
    }

    /** Each server keeps them in an order of its own. */
    private long members(Key key) throws IOException {
        var pairs = key.type().equals("hash");
        talk.send(RedisTalk.word(pairs ? "HGETALL" : "SMEMBERS"), key.name());
        var members = expect(talk.reply(), Reply.Many.class).replies();
        var sum = 0L;
        for (var at = 0; at < members.size(); at += pairs ? 2 : 1) {
            sum +=
                    pairs
                            ? Sum.of(bytes(members.get(at)), bytes(members.get(at + 1)))
                            : Sum.of(bytes(members.get(at)));
        }
        return sum;
    }

    /** FNV-1a over 64 bits, mixed so that sums of it do not cancel out. */
    private static final class Sum {
        private Sum() {}

        static long of(byte[]... parts) {
            var sum = 0xcbf29ce484222325L;
            for (var part : parts) {
                for (var one : part) {
                    sum = (sum ^ (one & 0xff)) * 0x100000001b3L;
                }
                sum = (sum ^ part.length) * 0x100000001b3L;
            }
            return sum ^ (sum >>> 29);
        }
    }

    private static byte[] bytes(Reply reply) throws IOException {
        return expect(reply, Reply.Bytes.class).bytes();
    }

    private static String text(Reply reply) throws IOException {
        return new String(bytes(reply), StandardCharsets.UTF_8);
    }

    private static <R extends Reply> R expect(Reply reply, Class<R> kind) throws IOException {
        if (kind.isInstance(reply)) {
            return kind.cast(reply);
        }
        throw new IOException(reply instanceof Reply.Refused(var why) ? why : reply.toString());
    }
}
