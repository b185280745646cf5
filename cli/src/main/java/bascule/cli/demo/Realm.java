package bascule.cli.demo;

import bascule.json.Json;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A realm with its users, as Keycloak imports it. Passwords are hashed here, with one round: hashing
 * a thousand of them as a real realm does takes minutes and would show nothing.
 */
public final class Realm {
    private static final int ROUNDS = 1;
    private static final int HASH_BITS = 512;

    private Realm() {}

    static String json(int users) {
        return json(users, "hashAlgorithm(pbkdf2-sha512) and hashIterations(%d)".formatted(ROUNDS));
    }

    /**
     * @param policy for passwords; empty is the release's own, by which it hashes them anew when a
     *     user signs in
     */
    public static String json(int users, String policy) {
        var realm = new LinkedHashMap<String, Object>();
        realm.put("realm", Settings.REALM);
        realm.put("enabled", true);
        realm.put("sslRequired", "none");
        if (!policy.isEmpty()) {
            realm.put("passwordPolicy", policy);
        }
        realm.put("clients", List.of(client()));
        realm.put("users", IntStream.rangeClosed(1, users).mapToObj(Realm::user).toList());
        return Json.line(realm);
    }

    private static Map<String, Object> client() {
        return Map.of(
                "clientId", Settings.CLIENT,
                "enabled", true,
                "publicClient", true,
                "directAccessGrantsEnabled", true,
                "standardFlowEnabled", false);
    }

    private static Map<String, Object> user(int number) {
        return user(Settings.user(number));
    }

    /** One user whose password is {@link Settings#password}. */
    static Map<String, Object> user(String name) {
        return Map.of(
                "username", name,
                "enabled", true,
                "emailVerified", true,
                "email", name + "@example.org",
                "firstName", "User",
                "lastName", name,
                "credentials", List.of(credential(name)));
    }

    private static Map<String, Object> credential(String name) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var salt = Arrays.copyOf(digest.digest(name.getBytes(StandardCharsets.UTF_8)), 16);
            var password = Settings.password(name).toCharArray();
            var hash =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                            .generateSecret(new PBEKeySpec(password, salt, ROUNDS, HASH_BITS))
                            .getEncoded();
            var base64 = Base64.getEncoder();
            return Map.of(
                    "type",
                    "password",
                    "credentialData",
                    Json.line(
                            Map.of(
                                    "hashIterations", ROUNDS,
                                    "algorithm", "pbkdf2-sha512",
                                    "additionalParameters", Map.of())),
                    "secretData",
                    Json.line(
                            Map.of(
                                    "value", base64.encodeToString(hash),
                                    "salt", base64.encodeToString(salt),
                                    "additionalParameters", Map.of())));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("internal error: every JDK has SHA-512", absent);
        }
    }
}
