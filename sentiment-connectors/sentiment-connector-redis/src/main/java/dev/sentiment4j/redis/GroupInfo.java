package dev.sentiment4j.redis;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What XINFO GROUPS says of a group.
 *
 * @param lag entries that it was not given yet; servers before 7.0 do not tell, later ones not always
 */
record GroupInfo(long pending, String lastDelivered, OptionalLong lag) {
    static Optional<GroupInfo> of(List<Object> groups, String name) {
        for (Object group : groups) {
            Map<String, Object> info = fields(group);
            if (name.equals(text(info.get("name")))) {
                Object lag = info.get("lag");
                return Optional.of(new GroupInfo(
                        number(info.get("pending")),
                        text(info.get("last-delivered-id")),
                        lag instanceof Number n ? OptionalLong.of(n.longValue()) : OptionalLong.empty()));
            }
        }
        return Optional.empty();
    }

    /** Names and values in turn, or a map, by the protocol's version. */
    static Map<String, Object> fields(Object info) {
        Map<String, Object> fields = new HashMap<>();
        if (info instanceof Map<?, ?> map) {
            map.forEach((key, value) -> fields.put(text(key), value));
        } else if (info instanceof List<?> list) {
            for (int i = 0; i + 1 < list.size(); i += 2) {
                fields.put(text(list.get(i)), list.get(i + 1));
            }
        }
        return fields;
    }

    static String text(@Nullable Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }

    static long number(@Nullable Object value) {
        return value instanceof Number n ? n.longValue() : 0;
    }
}
