// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.settings;

import com.google.gson.JsonElement;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The settings of a stack, or of an object inside them, by their names in {@code Pulumi.yaml}.
 *
 * <p>Every getter but the {@code optional} ones needs a value: defaults stand in {@code Pulumi.yaml}, where the
 * reader of a stack looks for them. A getter never throws on a stack's value; see the package's story.
 */
public final class Settings {
    private static final Pattern HOSTNAME =
            Pattern.compile("(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern CAMEL = Pattern.compile("_([a-z])");
    private static final String A_CIDR = "an IPv4 block such as 10.26.0.0/16, with no address bits behind the prefix";

    private final SettingsTree tree;

    private Settings(SettingsTree tree) {
        this.tree = tree;
    }

    /**
     * The settings of one project out of the engine's configuration.
     *
     * @param configuration by full key ({@code pixel:vcnCidr}); objects and arrays are JSON text, as the engine
     *     passes them
     * @param secretKeys the full keys that the stack's file holds encrypted, wholly or in part
     */
    public static Settings of(String project, Map<String, String> configuration, Set<String> secretKeys) {
        return new Settings(SettingsTree.of(project + ":", configuration, new Refusals(secretKeys)));
    }

    public String string(String key) {
        return optionalString(key).orElseGet(() -> refuse(key, "a text that is not empty", ""));
    }

    /** Nothing and {@code ""} are the same: Pulumi knows no declared setting without a default. */
    public Optional<String> optionalString(String key) {
        JsonElement value = tree.read(key);
        if (value == null || value.isJsonNull()) {
            return Optional.empty();
        }
        if (!value.isJsonPrimitive()) {
            return Optional.of(refuse(key, "a text", ""));
        }
        return Optional.of(value.getAsString()).filter(text -> !text.isBlank());
    }

    /** A text of a form, {@code allowed} being the end of the sentence "must be …". */
    public String matching(String key, Pattern pattern, String allowed) {
        String text = optionalString(key).orElse("");
        return pattern.matcher(text).matches() ? text : refuse(key, allowed, "");
    }

    public String hostname(String key) {
        return matching(key, HOSTNAME, "a host name in lower case such as play.example.com");
    }

    public int integer(String key, int least, int most) {
        String allowed = "a whole number from %d to %d".formatted(least, most);
        Optional<BigDecimal> number = number(key);
        try {
            return number.map(BigDecimal::intValueExact)
                    .filter(value -> value >= least && value <= most)
                    .orElseGet(() -> refuse(key, allowed, least));
        } catch (ArithmeticException _) {
            return refuse(key, allowed, least);
        }
    }

    public double decimal(String key, double least, double most) {
        return number(key)
                .map(BigDecimal::doubleValue)
                .filter(value -> value >= least && value <= most)
                .orElseGet(() -> refuse(
                        key,
                        "a number from %s to %s"
                                .formatted(
                                        BigDecimal.valueOf(least)
                                                .stripTrailingZeros()
                                                .toPlainString(),
                                        BigDecimal.valueOf(most)
                                                .stripTrailingZeros()
                                                .toPlainString()),
                        least));
    }

    private Optional<BigDecimal> number(String key) {
        try {
            return optionalString(key).map(BigDecimal::new);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    public boolean flag(String key) {
        return switch (optionalString(key).orElse("")) {
            case "true" -> true;
            case "false" -> false;
            case String _ -> refuse(key, "true or false", false);
        };
    }

    /** A span such as {@code 90s}, {@code 10m}, {@code 2h} or {@code 1d}. */
    public Duration duration(String key, Duration least, Duration most) {
        return Durations.parse(optionalString(key).orElse(""))
                .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0)
                .orElseGet(() -> refuse(
                        key,
                        "a time from %s to %s such as 90s, 10m, 2h or 1d"
                                .formatted(Durations.written(least), Durations.written(most)),
                        least));
    }

    public Cidr cidr(String key) {
        return Cidr.parse(optionalString(key).orElse("")).orElseGet(() -> refuse(key, A_CIDR, Cidr.WORLD));
    }

    /** One of an enum's constants; {@code TIME_SLICING} is written {@code timeSlicing}. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        String chosen = optionalString(key).orElse("");
        E[] constants = type.getEnumConstants();
        return Arrays.stream(constants)
                .filter(constant -> word(constant).equals(chosen))
                .findFirst()
                .orElseGet(() -> refuse(
                        key,
                        "one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(constants)
                                                .map(Settings::word)
                                                .toList()),
                        constants[0]));
    }

    /** How a constant is written in a stack's file. */
    public static String word(Enum<?> constant) {
        return CAMEL.matcher(constant.name().toLowerCase(Locale.ROOT))
                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    public List<String> strings(String key) {
        List<String> texts = new ArrayList<>();
        for (JsonElement element : tree.array(key, "a list of texts")) {
            if (element.isJsonPrimitive() && !element.getAsString().isBlank()) {
                texts.add(element.getAsString());
            } else {
                refuse(key, "a list of texts", "");
            }
        }
        return List.copyOf(texts);
    }

    public List<Cidr> cidrs(String key) {
        return strings(key).stream()
                .map(text -> Cidr.parse(text).orElseGet(() -> refuse(key, "a list, each " + A_CIDR, Cidr.WORLD)))
                .toList();
    }

    /** The settings inside an object; {@link #isEmpty} when it says nothing. */
    public Settings object(String key) {
        return new Settings(tree.object(key));
    }

    public List<Settings> objects(String key) {
        return tree.objects(key).map(Settings::new).toList();
    }

    /** An object whose names are the stack's own: environment variables, labels, chart values switched by name. */
    public Map<String, String> texts(String key) {
        Settings object = object(key);
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : object.names()) {
            object.optionalString(name).ifPresent(text -> texts.put(name, text));
        }
        return Map.copyOf(texts);
    }

    /** Empty when the stack leaves it out; a value in plain text is refused, and never shown. */
    public Optional<Secret> optionalSecret(String key) {
        Optional<String> value = optionalString(key);
        if (value.isPresent() && !tree.isEncrypted(key)) {
            tree.refusals()
                    .add("%s is in plain text in the stack's file, but must be encrypted: %s."
                            .formatted(tree.path(key), encrypting(tree.path(key))));
        }
        return value.map(Secret::new);
    }

    private static String encrypting(String path) {
        return path.contains(".")
                ? "pulumi config set --secret --path '" + path + "'"
                : "pulumi config set --secret " + path;
    }

    public boolean isEmpty() {
        return tree.names().isEmpty();
    }

    public Set<String> names() {
        return tree.names();
    }

    /**
     * Reads one section: a record whose constructor refuses fields that contradict each other. The section is empty
     * when a getter or the constructor refused. A getter's refusal silences the constructor, which then judges a
     * stand-in.
     */
    public <T> Optional<T> section(Function<Settings, T> from) {
        Refusals refusals = tree.refusals();
        int before = refusals.count();
        try {
            T section = from.apply(this);
            return refusals.count() == before ? Optional.of(section) : Optional.empty();
        } catch (IllegalArgumentException refused) {
            refusals.cutShort();
            if (refusals.count() == before) {
                refusals.add(String.valueOf(refused.getMessage()));
            }
            return Optional.empty();
        }
    }

    /** Keeps a sentence for the stack's owner, such as the next name of a setting; it refuses nothing. */
    public void warn(String sentence) {
        tree.refusals().warn(sentence);
    }

    public List<String> warnings() {
        return tree.refusals().warnings();
    }

    /** Settings that exist, but say nothing in this stack. */
    public void ignore(String... keys) {
        for (String key : keys) {
            tree.ignore(key);
        }
    }

    /** All settings here exist, but say nothing in this stack. */
    public void ignoreAll() {
        tree.ignoreAll();
    }

    /** Refuses settings that no section read, and throws when anything at all was refused. */
    public void finish() {
        Refusals refusals = tree.refusals();
        if (!refusals.isCutShort()) {
            tree.refuseUnread();
        }
        if (refusals.count() > 0) {
            throw new InvalidSettings(refusals.sentences());
        }
    }

    /** Keeps the sentence "pixel:key is …, but must be …" and returns the stand-in, which no resource ever sees. */
    public <T> T refuse(String key, String allowed, T standIn) {
        return tree.refuse(key, allowed, standIn);
    }
}
