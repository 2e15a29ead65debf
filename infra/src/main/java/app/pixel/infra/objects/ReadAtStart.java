// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.objects;

import com.pulumi.core.Output;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Secrets and files that a pod reads only when it starts. Their checksum is an annotation of the pod, so that a change
 * of one replaces the pods. The checksum of a secret is secret too.
 */
public record ReadAtStart(List<Output<String>> contents) {

    public static final ReadAtStart NOTHING = new ReadAtStart(List.of());

    static final String ANNOTATION = "app.pixel/checksum";

    public ReadAtStart {
        contents = List.copyOf(contents);
    }

    /** The annotations of a pod that reads these contents; of them only the checksum is secret. */
    @SuppressWarnings("unchecked")
    Output<Map<String, String>> annotations(Map<String, String> others) {
        Map<String, Object> annotations = new LinkedHashMap<>(others);
        annotations.put(ANNOTATION, Output.all(contents).applyValue(ReadAtStart::checksum));
        // The SDK waits for outputs inside a map, but its types do not say so.
        return (Output<Map<String, String>>) (Output<?>) Output.of(annotations);
    }

    /** SHA-256; each text comes after its length, so that no two lists of texts are the same bytes. */
    static String checksum(List<String> texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
