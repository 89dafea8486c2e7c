package dev.sentiment4j.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import dev.sentiment4j.examples.dashboard.wiring.Servers;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;

/** The page in a real browser. */
@ExtendWith(Dashboard.Shared.class)
@Timeout(300)
class BrowserTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static ChromeDriver browser;

    private final Dashboard dashboard;

    BrowserTest(Dashboard dashboard) {
        this.dashboard = dashboard;
    }

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void open() {
        // What the browser says of a server that another test stopped is no error of the page.
        browser.get("about:blank");
        browser.manage().logs().get("browser");
        Browser.size(browser, 1440, 900, "light");
        open(dashboard);
    }

    private static void open(Dashboard which) {
        browser.get(which.uri("/").toString());
        patiently().until(() -> state().equals("live"));
    }

    /** The page changes under the reader's eyes: what is gone is looked for again. */
    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE)
                .ignoreExceptionsMatching(failure -> failure instanceof StaleElementReferenceException);
    }

    private static String state() {
        return browser.findElement(By.id("connection")).getDomAttribute("data-state");
    }

    private static String text(String id) {
        return browser.findElement(By.id(id)).getText();
    }

    private static List<WebElement> posts() {
        return browser.findElements(By.cssSelector("#feed .post"));
    }

    private static Object js(String script, Object... arguments) {
        return browser.executeScript(script, arguments);
    }

    private static void noErrors() {
        assertThat(browser.manage().logs().get("browser").getAll().stream()
                        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                        .map(Object::toString))
                .isEmpty();
    }

    @Test
    void numbersAndChartsFillAndTheFeedMoves() {
        patiently().untilAsserted(() -> {
            assertThat(text("posts")).matches("[1-9][0-9,]*");
            assertThat(text("score")).matches("[+−]?[01]\\.\\d\\d");
            assertThat(text("toxic")).endsWith("%");
            assertThat(text("churn")).endsWith("%");
            for (String list : List.of("#emotions li", "#by-city tr", "#by-product tr", "#by-channel tr")) {
                assertThat(browser.findElements(By.cssSelector(list))).hasSizeGreaterThan(1);
            }
            assertThat((Boolean) js("const c = document.getElementById('trend'); const d = c.getContext('2d')"
                            + ".getImageData(0, 0, c.width, c.height).data; return d.some(v => v !== 0)"))
                    .isTrue();
            assertThat(posts()).isNotEmpty();
        });
        assertThat(text("feed"))
                .containsAnyOf("Positive", "Negative", "Neutral")
                .contains("% sure");
        String first = (String) js("return document.querySelector('#feed .post').dataset.key");
        patiently().until(() -> !js("return document.querySelector('#feed .post').dataset.key")
                .equals(first));
        String before = text("posts");
        patiently().until(() -> !text("posts").equals(before));
        noErrors();
    }

    @Test
    void pauseHoldsThePageAndResumeLetsItGoOn() {
        patiently().until(() -> !posts().isEmpty());
        browser.findElement(By.id("pause")).click();
        assertThat(state()).isEqualTo("paused");
        String first = (String) js("return document.querySelector('#feed .post').dataset.key");
        patiently().until(() -> browser.findElement(By.id("feed-more")).isDisplayed());
        assertThat((String) js("return document.querySelector('#feed .post').dataset.key"))
                .isEqualTo(first);
        assertThat(text("feed-more")).matches("Show \\d+.* new posts?");
        browser.findElement(By.id("pause")).click();
        patiently().until(() -> !js("return document.querySelector('#feed .post').dataset.key")
                .equals(first));
        assertThat(browser.findElement(By.id("feed-more")).isDisplayed()).isFalse();
        noErrors();
    }

    @Test
    void filtersNarrowEverythingAndCanBeCleared() throws Exception {
        Posts.publish(
                dashboard,
                Posts.post("I love this so much, wonderful")
                        .attribute(Post.PRODUCT, "lamp")
                        .geo(Geo.of("Oslo", "NO"))
                        .build());
        patiently().until(() -> !browser.findElements(By.cssSelector("[name=product] option[value=lamp]"))
                .isEmpty());
        new Select(browser.findElement(By.name("product"))).selectByValue("lamp");
        patiently().untilAsserted(() -> {
            assertThat(posts()).isNotEmpty();
            assertThat(posts()).allSatisfy(post -> assertThat(post.getText()).contains("lamp"));
            assertThat(text("by-city")).contains("Oslo").doesNotContain("Berlin");
            assertThat(browser.findElement(By.cssSelector("[data-share=positive]"))
                            .getText())
                    .isEqualTo("100%");
        });
        browser.findElement(By.name("q")).sendKeys("zebra");
        patiently().until(() -> text("feed").contains("No posts like that"));
        browser.findElement(By.id("clear")).click();
        patiently().until(() -> text("by-city").contains("Berlin"));
        noErrors();
    }

    @Test
    void whatIsToldWhileTheListIsOnItsWayStays() throws Exception {
        Posts.publish(
                dashboard,
                Posts.post("The first of its kind")
                        .attribute(Post.PRODUCT, "kettle")
                        .build());
        patiently().until(() -> !browser.findElements(By.cssSelector("[name=product] option[value=kettle]"))
                .isEmpty());
        js("const real = window.fetch; window.fetch = async (...call) => { const answer = await real(...call);"
                + " if (String(call[0]).startsWith('/api/posts')) await new Promise(go => window.letGo = go);"
                + " return answer; }; document.getElementById('announcer').textContent = '';");
        new Select(browser.findElement(By.name("product"))).selectByValue("kettle");
        patiently().until(() -> (Boolean) js("return Boolean(window.letGo)"));
        Posts.publish(
                dashboard,
                Posts.post("Told meanwhile").attribute(Post.PRODUCT, "kettle").build());
        patiently().until(() -> text("feed").contains("Told meanwhile"));
        js("window.letGo()");
        patiently().until(() -> !((String) js("return document.getElementById('announcer').textContent")).isEmpty());
        patiently().untilAsserted(() -> assertThat(posts()).hasSize(2));
        assertThat(text("feed")).contains("The first of its kind", "Told meanwhile");
        noErrors();
    }

    @Test
    void aTextIsJudgedAsItIsTyped() {
        WebElement box = browser.findElement(By.id("try-text"));
        box.sendKeys("I love this phone");
        patiently().until(() -> text("try-result").contains("Positive"));
        box.sendKeys(Keys.chord(Keys.CONTROL, "a"), "this is awful, I hate it");
        patiently().untilAsserted(() -> assertThat(
                        browser.findElement(By.cssSelector("#try-result .chip")).getText())
                .isEqualTo("Negative"));
        assertThat(text("try-result")).contains("Emotion", "Toxicity");
        box.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        patiently().until(() -> text("try-result").contains("while you type"));
        noErrors();
    }

    @Test
    void whatPeopleWriteIsNeverRun() throws Exception {
        String attack = "<img src=x onerror=\"window.owned=1\"><script>window.owned=2</script>";
        Posts.publish(
                dashboard,
                Posts.post(attack + " I love it")
                        .authorName("\"><svg onload=window.owned=3>")
                        .url("javascript:window.owned=4")
                        .attribute(Post.PRODUCT, "<b onmouseover=window.owned=5>thing</b>")
                        .attribute(Post.CHANNEL, "'-alert(1)-'")
                        .geo(Geo.of("<iframe src=javascript:window.owned=6>", "XX"))
                        .build());
        patiently().until(() -> text("feed").contains("onerror"));
        patiently().until(() -> (Boolean) js("return [...document.querySelector('[name=product]').options]"
                + ".some(o => o.value.includes('onmouseover'))"));
        browser.findElement(By.id("try-text")).sendKeys(attack);
        patiently().until(() -> !browser.findElements(By.cssSelector("#try-result .chip"))
                .isEmpty());
        assertThat(js("return window.owned ?? null")).isNull();
        assertThat(browser.findElements(
                        By.cssSelector("#main img, #main script, #main iframe, #main b, [onload], [onerror]")))
                .isEmpty();
        assertThat(dashboard.json("/api/posts/recent?limit=200").toString())
                .doesNotContain("javascript:window.owned=4");
        noErrors();
    }

    @Test
    void afterARestartOfTheServerThePageGoesOnByItself() throws Exception {
        Servers servers = dashboard.bean(Servers.class);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String[] arguments = {
            "--server.port=" + port,
            "--dashboard.redis-url=" + servers.redisUrl(),
            "--dashboard.jdbc-url=" + servers.jdbcUrl(),
            "--dashboard.synthetic.enabled=false",
            "--sentiment.redis.source.group=restarted",
            "--sentiment.redis.source.start=new"
        };
        try (Dashboard before = Dashboard.start(arguments)) {
            open(before);
            patiently().until(() -> !posts().isEmpty());
        }
        patiently().until(() -> state().equals("lost") || state().equals("connecting"));
        try (Dashboard after = Dashboard.start(arguments)) {
            patiently().until(() -> state().equals("live"));
            Posts.publish(after, Posts.post("Back again, and so happy about it").build());
            patiently().until(() -> text("feed").contains("Back again"));
            assertThat(browser.findElement(By.id("notice")).isDisplayed()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"390, light", "390, dark", "820, light", "820, dark", "1440, light", "1440, dark"})
    void everybodyCanUseItOnEveryScreen(int width, String scheme) {
        Browser.size(browser, width, 900, scheme);
        browser.findElement(By.id("try-text")).sendKeys("the update broke my phone again");
        patiently()
                .until(() -> !posts().isEmpty()
                        && !browser.findElements(By.cssSelector("#try-result .chip"))
                                .isEmpty()
                        && text("posts").matches("[1-9][0-9,]*"));
        // Held still, so that nothing is looked at while it fades in.
        browser.findElement(By.id("pause")).click();
        js(
                "document.getAnimations().forEach(animation => animation.finish === undefined || animation.effect.getComputedTiming()"
                        + ".iterations === Infinity ? animation.cancel() : animation.finish())");
        List<Rule> violations = new AxeBuilder()
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                .analyze(browser)
                .getViolations();
        assertThat(violations.stream().map(rule -> rule.getId() + ": " + rule.getNodes()))
                .isEmpty();
        assertThat((Long) js("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        noErrors();
    }

    @Test
    void everythingIsReachedWithTheKeyboard() {
        patiently().until(() -> !browser.findElements(By.cssSelector("#by-product .pick"))
                .isEmpty());
        js("document.body.focus()");
        List<String> reached = new java.util.ArrayList<>();
        for (int i = 0; i < 60; i++) {
            new Actions(browser).sendKeys(Keys.TAB).perform();
            reached.add(
                    (String) js("const e = document.activeElement; return e.id || e.name || e.className || e.tagName"));
        }
        assertThat(reached).contains("pause", "theme", "product", "q", "pick", "try-text", "feed");
        WebElement theme = browser.findElement(By.id("theme"));
        theme.sendKeys(Keys.ENTER);
        assertThat(js("return document.documentElement.dataset.theme")).isEqualTo("light");
        theme.sendKeys(Keys.ENTER);
        assertThat(js("return document.documentElement.dataset.theme")).isEqualTo("dark");
        theme.sendKeys(Keys.ENTER);
        noErrors();
    }

    @Test
    void nothingComesFromAnywhereElse() {
        patiently().until(() -> !posts().isEmpty());
        @SuppressWarnings("unchecked")
        List<String> loaded = (List<String>) js("return performance.getEntriesByType('resource').map(e => e.name)");
        assertThat(loaded).isNotEmpty().allSatisfy(name -> assertThat(name)
                .startsWith(dashboard.uri("").toString()));
    }
}
