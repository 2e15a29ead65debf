// SPDX-License-Identifier: Apache-2.0
package app.pixel.player;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The files of the built page by name, with the forms that the build compressed beforehand. */
record SiteFiles(Map<String, SiteFile> byName) {

    private static final String FOLDER = "/app/pixel/player/site/";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json");

    /** Each content coding with the ending of its files; the best first. */
    private static final Map<String, String> ENCODINGS = encodings();

    /**
     * One file. Its name changes with its bytes when it is {@code immutable}, so that it may be cached without end.
     *
     * @param etag of the plain form; each compressed form adds its encoding to it
     */
    record SiteFile(String type, boolean immutable, String etag, Map<String, Buffer> forms) {

        /** The best form that an Accept-Encoding header allows. */
        Form form(@Nullable String acceptEncoding) {
            List<String> accepted = acceptEncoding == null
                    ? List.of()
                    : Arrays.stream(acceptEncoding.split(","))
                            .map(String::strip)
                            .filter(coding -> !coding.matches(".*;\\s*q=0(\\.0*)?"))
                            .map(coding -> coding.replaceFirst("\\s*;.*", ""))
                            .toList();
            String best = forms.keySet().stream()
                    .filter(accepted::contains)
                    .findFirst()
                    .orElse("identity");
            return new Form(best, '"' + etag + "-" + best + '"', forms.getOrDefault(best, Buffer.buffer()));
        }
    }

    record Form(String encoding, String etag, Buffer bytes) {}

    /** The page on the class path; fails with a sentence when the page was not built. */
    static SiteFiles load() {
        String list = new String(
                read("files.txt").orElseThrow(() -> new IllegalStateException("The page is not on the class path.")),
                StandardCharsets.UTF_8);
        return new SiteFiles(list.lines().collect(Collectors.toUnmodifiableMap(name -> name, SiteFiles::file)));
    }

    static SiteFile json(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new SiteFile(typeOf("config.json"), false, hash(bytes), Map.of("identity", Buffer.buffer(bytes)));
    }

    private static SiteFile file(String name) {
        byte[] plain = read(name).orElseThrow(() -> new IllegalStateException("The page lacks its file " + name + "."));
        Map<String, Buffer> forms = new LinkedHashMap<>();
        ENCODINGS.forEach((encoding, ending) ->
                read(name + ending).ifPresent(bytes -> forms.put(encoding, Buffer.buffer(bytes))));
        forms.put("identity", Buffer.buffer(plain));
        return new SiteFile(typeOf(name), !name.equals("index.html"), hash(plain), forms);
    }

    private static String typeOf(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return Optional.ofNullable(TYPES.get(ending))
                .orElseThrow(() -> new IllegalStateException("The page has a file of an unknown type: " + name + "."));
    }

    private static Optional<byte[]> read(String name) {
        try (InputStream in = SiteFiles.class.getResourceAsStream(FOLDER + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, String> encodings() {
        Map<String, String> bestFirst = new LinkedHashMap<>();
        bestFirst.put("br", ".br");
        bestFirst.put("gzip", ".gz");
        return bestFirst;
    }
}
