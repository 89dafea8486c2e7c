package dev.sentiment4j.reddit;

import dev.sentiment4j.pipeline.CheckpointException;
import dev.sentiment4j.reddit.SeenWindow.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far a source has come, as text. Texts of two kinds: the place in each listing, and items that are looked after.
 *
 * <p>A place calls nothing seen that is not acknowledged: its floor is below the oldest such item, and the items above
 * the floor are there one by one.
 */
final class Place {
    private static final String LISTINGS = "reddit listings 1";
    private static final String WATCHED = "reddit watched 1";
    /** Items of a listing that are saved one by one; more if some are unacknowledged. */
    private static final int ITEMS = 2_000;

    private Place() {}

    static String writeListings(List<Listing> listings, Unacknowledged unacknowledged) {
        // The names first: what is acknowledged in between only makes the place a little older.
        Set<String> open = unacknowledged.names();
        long oldest = unacknowledged.oldest();
        StringBuilder text = new StringBuilder(LISTINGS).append('\n');
        for (Listing listing : listings) {
            SeenWindow seen = listing.seen();
            if (seen.isBlank()) {
                continue;
            }
            List<Entry> newest = seen.newestFirst();
            long floor = seen.floor();
            if (newest.size() > ITEMS) {
                floor = Math.max(floor, newest.get(ITEMS).created());
            }
            if (oldest != Long.MAX_VALUE) {
                floor = Math.min(floor, oldest - 1);
            }
            text.append("listing ")
                    .append(floor)
                    .append(' ')
                    .append(listing.path())
                    .append('\n');
            for (Entry entry : newest) {
                if (entry.created() > floor && !open.contains(entry.name())) {
                    text.append(entry.name())
                            .append(' ')
                            .append(entry.created())
                            .append('\n');
                }
            }
        }
        return text.toString();
    }

    /** Fills listings of the same paths; others begin anew. Time is the wall clock's in milliseconds. */
    static void readListings(String text, String where, long now, List<Listing> listings) {
        Map<String, Listing> byPath = new LinkedHashMap<>();
        listings.forEach(listing -> byPath.put(listing.path(), listing));
        SeenWindow current = null;
        for (String line : lines(text, LISTINGS, where)) {
            String[] parts = line.split(" ", 3);
            if (parts[0].equals("listing") && parts.length == 3) {
                Listing listing = byPath.get(parts[2]);
                current = listing == null ? null : listing.seen();
                if (current != null) {
                    // One in the future would silence all until then.
                    current.raiseFloor(Math.min(number(parts[1], where), now));
                }
            } else if (parts.length != 2) {
                throw damaged(where);
            } else if (current != null) {
                current.add(parts[0], number(parts[1], where));
            }
        }
    }

    static String writeWatched(List<Watch.Watched> items) {
        StringBuilder text = new StringBuilder(WATCHED).append('\n');
        for (Watch.Watched item : items) {
            text.append(item.name)
                    .append(' ')
                    .append(item.since)
                    .append(' ')
                    .append(item.stage)
                    .append(' ')
                    .append(item.edited)
                    .append(item.hasAuthor ? " a" : " -")
                    .append('\n');
        }
        return text.toString();
    }

    static void readWatched(String text, String where, Watch watch) {
        for (String line : lines(text, WATCHED, where)) {
            String[] parts = line.split(" ", -1);
            if (parts.length != 5) {
                throw damaged(where);
            }
            watch.add(new Watch.Watched(
                    parts[0],
                    number(parts[1], where),
                    (int) number(parts[2], where),
                    number(parts[3], where),
                    parts[4].equals("a")));
        }
    }

    private static List<String> lines(String text, String format, String where) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty() || !lines.remove(0).equals(format)) {
            throw damaged(where);
        }
        return lines;
    }

    private static long number(String text, String where) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw damaged(where);
        }
    }

    private static CheckpointException damaged(String where) {
        return CheckpointException.fatal(
                "checkpoint '" + where + "' is none of this version of the Reddit connector; delete it to begin anew,"
                        + " or set another RedditSourceOptions.checkpointKey",
                null);
    }
}
