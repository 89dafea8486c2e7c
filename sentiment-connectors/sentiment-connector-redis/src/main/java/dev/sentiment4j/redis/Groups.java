package dev.sentiment4j.redis;

import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the consumer group, and makes it anew where it was. */
final class Groups {
    private final RedisSourceOptions options;
    private final RedisLink link;
    /** Where the group stood when it was first seen: a group that vanishes begins there again, so nothing is missed. */
    private final Map<String, String> begins = new LinkedHashMap<>();

    Groups(RedisSourceOptions options, RedisLink link) {
        this.options = options;
        this.link = link;
    }

    /** Makes what is missing. Several consumers may do so at once. */
    void create() {
        for (String stream : options.streams()) {
            String from =
                    begins.getOrDefault(stream, options.start() == RedisSourceOptions.Start.BEGINNING ? "0-0" : "$");
            try {
                link.awaitQuietly(link.commands()
                        .xgroupCreate(
                                StreamOffset.from(stream, from), options.group(), XGroupCreateArgs.Builder.mkstream()));
            } catch (RedisFailureException e) {
                if (!e.failure().code().equals("BUSYGROUP")) {
                    throw e;
                }
            }
            if (!begins.containsKey(stream)) {
                begins.put(stream, from.equals("$") ? delivered(stream) : from);
            }
        }
    }

    private String delivered(String stream) {
        return GroupInfo.of(link.awaitQuietly(link.commands().xinfoGroups(stream)), options.group())
                .map(GroupInfo::lastDelivered)
                .orElse("0-0");
    }
}
