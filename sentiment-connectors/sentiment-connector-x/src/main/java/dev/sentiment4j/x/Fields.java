package dev.sentiment4j.x;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which fields are asked for: all that a post has room for, and no user's beyond the name, as those may cost. */
final class Fields {
    private Fields() {}

    static Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put(
                "tweet.fields",
                "created_at,lang,author_id,conversation_id,in_reply_to_user_id,referenced_tweets,note_tweet,geo,withheld,"
                        + "possibly_sensitive,edit_history_tweet_ids,community_id");
        query.put("expansions", "author_id,referenced_tweets.id,geo.place_id");
        query.put("user.fields", "id,name,username");
        query.put("place.fields", "id,full_name,name,place_type,country,country_code");
        return query;
    }
}
