package bascule.format;

import org.jspecify.annotations.NullMarked;

import java.util.List;

/**
 * Files as people leave them, one a format and more.
 *
 * @param keys keys that are there and hold one plain value
 * @param news keys that are not there and could be
 */
@NullMarked
record Nasty(String name, Format format, String text, List<String> keys, List<String> news) {

    static final List<Nasty> ALL =
            List.of(
                    new Nasty(
                            "json",
                            Format.JSON,
                            """
                            {
                              "name" : "wiki", "n": 1.50,
                                "deep": { "a": {"b" : [ 1, {"c": "x,}]"} ] } },
                              "quoted \\" key\\u00e9": "tab\\t\\\\",
                              "list": [
                                "one",
                                "two"
                              ],
                              "empty": {},
                              "dotted.name": null,
                              "flag":true
                            }
                            """,
                            List.of("name", "n", "deep.a.b.0", "deep.a.b.1.c", "list.1", "flag"),
                            List.of("new", "deep.new", "empty.x", "empty.y.z", "made.up.path")),
                    new Nasty(
                            "json with comments and CRLF",
                            Format.JSON,
                            "\ufeff{ // first\r\n\t\"a\": 1, // one\r\n\t/* two */ \"b\": \"2\" // last\r\n}",
                            List.of("a", "b"),
                            List.of("c", "d.e")),
                    new Nasty(
                            "json on one line",
                            Format.JSON,
                            "{\"a\":1,\"b\":{\"c\":\"d\"},\"e\":{}}",
                            List.of("a", "b.c"),
                            List.of("f", "b.g", "e.h")),
                    new Nasty("json, empty", Format.JSON, "", List.of(), List.of("a", "b.c")),
                    new Nasty(
                            "yaml",
                            Format.YAML,
                            """
                            # head
                            main:   # why
                                maintenance: false   # keep me
                                database: &db
                                    host: localhost
                                    "quoted key": 'it''s'
                                    password: "p#: \\"w\\" \\u00e9"
                                    nothing:
                                    tilde: ~
                                long: >-
                                    folded
                                    text

                                kept: |+
                                  line 1
                                    line 2

                                # after
                            list:
                            - one
                            -   two   # second
                            - name: x
                              value: 1
                            flow: {a: 1, b: [x, 'y z', {c: d}], "e.f": g}
                            copy: *db
                            merged:
                                <<: *db
                                host: other
                            version: 22.10
                            url: http://a:80/#x

                            # tail
                            """,
                            List.of(
                                    "main.maintenance",
                                    "main.database.host",
                                    "main.database.quoted key",
                                    "main.database.password",
                                    "main.long",
                                    "main.kept",
                                    "list.0",
                                    "list.1",
                                    "list.2.value",
                                    "flow.a",
                                    "flow.b.1",
                                    "flow.b.2.c",
                                    "flow.\"e.f\"",
                                    "merged.host",
                                    "version",
                                    "url"),
                            List.of(
                                    "new",
                                    "main.new",
                                    "main.database.nothing.x",
                                    "list.3",
                                    "list.2.more",
                                    "flow.new",
                                    "merged.password",
                                    "made.up.path")),
                    new Nasty(
                            "yaml with CRLF, no last line ending, a BOM and letters beyond",
                            Format.YAML,
                            "\ufeff---\r\n# \ud83d\ude00\r\na: \"\ud83d\ude00\"\r\nb:\r\n  - c: 1\r\n    d: 2\r\n  - e\r\nf: last",
                            List.of("a", "b.0.c", "b.0.d", "b.1", "f"),
                            List.of("g", "b.0.x", "b.2", "h.i")),
                    new Nasty(
                            "yaml, only comments",
                            Format.YAML,
                            "# nothing\n",
                            List.of(),
                            List.of("a.b")),
                    new Nasty("yaml, empty", Format.YAML, "", List.of(), List.of("a", "b.c")),
                    new Nasty(
                            "toml",
                            Format.TOML,
                            """
                            # head
                            title = "x # y" # comment
                            'literal key' = 'C:\\path'
                            a.b.c = 1_000
                            dates = [ 1979-05-27T07:32:00Z, # one
                              1979-05-28 ]

                            # of the server
                            [server]
                            host = "h"   # c
                              port = 80
                            point = { x = 1, y = { z = "deep" } }
                            text = \"""
                            line \\"1\\"
                            line 2\\
                               joined\"""

                            [server."a.b"]
                            k = true

                            [[products]]
                            name = "one"

                            [[products]]
                            name = "two"
                            [products.size]
                            w = 2
                            [empty]
                            """,
                            List.of(
                                    "title",
                                    "literal key",
                                    "a.b.c",
                                    "dates.1",
                                    "server.host",
                                    "server.port",
                                    "server.point.x",
                                    "server.point.y.z",
                                    "server.text",
                                    "server.\"a.b\".k",
                                    "products.0.name",
                                    "products.1.name",
                                    "products.1.size.w"),
                            List.of(
                                    "new",
                                    "a.b.d",
                                    "a.x",
                                    "server.new",
                                    "server.point.new",
                                    "empty.first",
                                    "other.table.key",
                                    "products.0.more")),
                    new Nasty(
                            "toml with CRLF and no last line ending",
                            Format.TOML,
                            "[a]\r\nb = 1\r\n\r\n[c]\r\nd = 'x'",
                            List.of("a.b", "c.d"),
                            List.of("top", "a.new", "c.new", "e.f.g")),
                    new Nasty(
                            "ini",
                            Format.INI,
                            """
                            ; head
                            global=1
                            [PHP]
                            memory_limit = 128M ; inline
                            opcache.enable=1
                            path = "C:\\dir;x" # c
                            skip-networking
                            [empty]

                            [Long Name]
                            a = x y "z" w
                            b =
                               [not a section
                            multi = one
                                two
                                three
                            a = last wins

                            """,
                            List.of(
                                    "global",
                                    "PHP.memory_limit",
                                    "PHP.opcache.enable",
                                    "PHP.path",
                                    "PHP.skip-networking",
                                    "Long Name.a",
                                    "Long Name.multi"),
                            List.of(
                                    "other",
                                    "PHP.new",
                                    "empty.x",
                                    "Fresh.key",
                                    "PHP.opcache.more")),
                    new Nasty(
                            "ini with CRLF and no last line ending",
                            Format.INI,
                            "[a]\r\nb = 1\r\n[c]\r\nd=2",
                            List.of("a.b", "c.d"),
                            List.of("a.x", "c.x", "n.x")),
                    new Nasty(
                            "env",
                            Format.ENV,
                            """
                            # head
                            KC_DB=postgres
                            export KC_URL="jdbc:x?a=b&c=$d" # why
                            QUOTED='single # no'
                            EMPTY=
                            SPACED = value # comment
                            MULTI="line 1
                            line 2"
                            TWICE=1
                            FLAG
                            TWICE=2
                            HASH=a#b
                            """,
                            List.of(
                                    "KC_DB", "KC_URL", "QUOTED", "EMPTY", "SPACED", "MULTI",
                                    "TWICE", "FLAG", "HASH"),
                            List.of("NEW", "ANOTHER_1")),
                    new Nasty(
                            "env without last line ending",
                            Format.ENV,
                            "\ufeffA=1\r\nB='x'",
                            List.of("A", "B"),
                            List.of("C")),
                    new Nasty(
                            "properties",
                            Format.PROPERTIES,
                            """
                            # head
                            ! also
                            db=postgres
                            db-url : jdbc:postgresql://h/d?a=b#c
                            key\\ with\\:odd = v
                            long = one, \\
                                   two, \\
                                   three
                            spaced value here
                            unicode=\\u00e9 é
                            spring.datasource.url=x
                            empty
                            slash=end\\\\
                            twice=1
                            twice=2
                            """,
                            List.of(
                                    "db",
                                    "db-url",
                                    "key with:odd",
                                    "long",
                                    "spaced",
                                    "unicode",
                                    "spring.datasource.url",
                                    "empty",
                                    "slash",
                                    "twice"),
                            List.of("new", "a b=c", "spring.new")),
                    new Nasty("properties, empty", Format.PROPERTIES, "", List.of(), List.of("a")),
                    new Nasty(
                            "php",
                            Format.PHP,
                            """
                            <?php
                            // $FAKE = array('a' => 1);
                            declare(strict_types=1);
                            function f() { return ['no' => 1]; }
                            $CONFIG = array (
                              'version' => '29.0.1.1', # patch
                              "dq" => "tab\\t\\$x \\x41",
                              'trusted_domains' =>\s
                              array (
                                0 => 'one',
                                5 => 'it\\'s',
                              ),
                              'maintenance' => FALSE,
                              'computed' => __DIR__ . '/x, y)',
                              'call' => getenv("A") ?: ['x' => 1],
                              'n' => -1,
                              'deep' => ['a' => array('b' => 'c'), 'list' => ['x', 'y']],
                              'none' => null,
                              /* last */ 'end' => 'end'
                            );
                            $OTHER = [];
                            """,
                            List.of(
                                    "version",
                                    "dq",
                                    "trusted_domains.0",
                                    "trusted_domains.5",
                                    "maintenance",
                                    "n",
                                    "deep.a.b",
                                    "deep.list.1",
                                    "end"),
                            List.of(
                                    "new",
                                    "trusted_domains.6",
                                    "deep.a.x",
                                    "deep.list.2",
                                    "up.x.y")),
                    new Nasty(
                            "php that returns",
                            Format.PHP,
                            "<?php return ['a' => ['b' => 1], 'empty' => []]; ?>\r\nrest",
                            List.of("a.b"),
                            List.of("c", "a.d", "empty.x")));
}
