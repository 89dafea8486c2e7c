package dev.sentiment4j.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A post or comment of a {@link FakeReddit}, whose lock guards it. */
final class FakeRedditItem {
    /** What has become of it. */
    enum State {
        LIVE,
        DELETED,
        REMOVED,
        PURGED
    }

    final String name;
    final long number;
    final String subreddit;
    final String author;
    final String title;
    final long created;
    private String text;
    private long edited;
    private State state = State.LIVE;
    private boolean accountGone;
    private Consumer<ObjectNode> override = node -> {};
    private @Nullable String json;

    FakeRedditItem(
            String prefix, long number, String subreddit, String author, String title, String text, long created) {
        this.name = prefix + Long.toString(number, 36);
        this.number = number;
        this.subreddit = subreddit;
        this.author = author;
        this.title = title;
        this.text = text;
        this.created = created;
    }

    void edit(String other, long at) {
        text = other;
        edited = at;
        json = null;
    }

    void state(State next) {
        state = next;
        json = null;
    }

    void accountGone() {
        accountGone = true;
        json = null;
    }

    void override(Consumer<ObjectNode> change) {
        override = change;
        json = null;
    }

    boolean isListed() {
        return state == State.LIVE;
    }

    boolean isPurged() {
        return state == State.PURGED;
    }

    private boolean isComment() {
        return name.startsWith("t1_");
    }

    /** As listings show it. Kept until something changes: most items are listed again and again. */
    String json() {
        String known = json;
        if (known == null) {
            known = write().toString();
            json = known;
        }
        return known;
    }

    private ObjectNode write() {
        boolean anonymous = accountGone || state == State.DELETED || (state == State.REMOVED && isComment());
        String shown =
                switch (state) {
                    case DELETED -> "[deleted]";
                    case REMOVED -> "[removed]";
                    default -> text;
                };
        ObjectNode child = JsonNodeFactory.instance.objectNode().put("kind", name.substring(0, 2));
        ObjectNode data = child.putObject("data")
                .put("id", name.substring(3))
                .put("name", name)
                .put("author", anonymous ? "[deleted]" : author)
                .put("author_fullname", anonymous ? null : "t2_" + author)
                .put("subreddit", subreddit)
                .put("subreddit_id", "t5_" + subreddit)
                .put("permalink", "/r/" + subreddit + "/comments/" + name.substring(3) + "/")
                .put("created", (double) created)
                .put("created_utc", (double) created)
                .put("score", 1)
                .put("over_18", false)
                .put("stickied", false);
        if (edited == 0) {
            data.put("edited", false);
        } else {
            data.put("edited", (double) edited);
        }
        if (isComment()) {
            data.put("body", shown)
                    .put("body_html", "<div>" + shown + "</div>")
                    .put("link_id", "t3_0")
                    .put("parent_id", "t3_0")
                    .put("replies", "");
        } else {
            data.put("title", title)
                    .put("selftext", shown)
                    .put("is_self", true)
                    .put("url", "https://www.reddit.com/r/" + subreddit)
                    .put("removed_by_category", state == State.REMOVED ? "moderator" : null);
        }
        override.accept(data);
        return child;
    }
}
