package dev.sentiment4j.text.linguistic;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Words that say how a post is meant although stop word lists hold them: negations, and in some lists a few judgements
 * such as the Russian for "good" and "better". Every language that stop words are on offer for has its list here.
 */
final class SentimentWords {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("bg", "не ни нито без никога нищо никой няма недей харесва"),
            Map.entry("ca", "no ni sense mai res cap tampoc ningú gens pas mal malgrat"),
            Map.entry("cs", "ne není nejsou nejsem nebyl nebyla nebylo nikdy nic nikdo ani bez nemá žádný žádná žádné"),
            Map.entry("da", "ikke ej ingen intet aldrig uden hverken"),
            Map.entry(
                    "de",
                    "nicht nichts kein keine keinem keinen keiner keines nie niemals niemand nirgends ohne weder"),
            Map.entry("en", "no nor not never none nobody nothing nowhere neither cannot without hardly barely"),
            Map.entry("es", "no ni sin nunca jamás nada nadie tampoco ningún ninguno ninguna ningunos ningunas"),
            Map.entry("fi", "en et ei emme ette eivät älä älkää ilman"),
            Map.entry("fr", "ne n pas non ni jamais rien aucun aucune sans nul nulle"),
            Map.entry("hu", "nem ne se sem nincs nincsenek soha semmi senki nélkül jó"),
            Map.entry(
                    "id",
                    "tidak tidaklah tak bukan bukanlah bukannya belum belumlah jangan janganlah tanpa tiada"
                            + " enggak enggaknya tidakkah bukankah pantas percuma"),
            Map.entry("it", "non né no senza mai nessuno nessuna niente nulla neppure neanche"),
            Map.entry("nl", "niet niets geen nooit niemand nergens zonder noch"),
            Map.entry("no", "ikke ikkje ingen intet inkje aldri uten verken korkje"),
            Map.entry("pt", "não nem sem nunca jamais nada ninguém nenhum nenhuma"),
            Map.entry("ro", "nu nici fără niciodată nimic nimeni niciun nicio nicăieri bine bună bucur"),
            Map.entry("ru", "не ни нет без никогда ничего никто нигде нельзя хорошо лучше"),
            Map.entry("sv", "inte ej icke ingen inget inga ingenting aldrig utan varken"),
            Map.entry("tr", "değil yok hiç hiçbir hayır asla olmadı olmadığı olmayan olmaz"));

    private SentimentWords() {}

    static Set<String> languages() {
        return new TreeSet<>(WORDS.keySet());
    }

    /** @param word in lower case */
    static boolean contains(String language, String word) {
        return (language.equals("en") && word.endsWith("n't")) || of(language).contains(word);
    }

    static Set<String> of(String language) {
        return Set.of(WORDS.getOrDefault(language, "").split(" "));
    }
}
