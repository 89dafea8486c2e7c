package dev.sentiment4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.http.HttpFaults;
import dev.sentiment4j.http.HttpLink;
import dev.sentiment4j.http.HttpOptions;
import dev.sentiment4j.http.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client that connectors share, against certificates that are trusted, and others. */
class TlsTest {
    private static final String PASSWORD = "for-this-test";

    @TempDir
    static Path folder;

    private static KeyStore keys;
    private static SSLContext serving;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=fake server",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue())
                .as(Files.readString(folder.resolve("keytool.log")))
                .isZero();
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        serving = SSLContext.getInstance("TLS");
        serving.init(managers.getKeyManagers(), null, null);
    }

    /** Trusts that certificate, and no other. */
    private static SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static FakeHttpServer server() {
        return FakeHttpServer.start(
                (request, connection) -> connection.reply(FakeReply.json(200, "{\"ok\":true}")),
                TimeSource.system(),
                serving);
    }

    @Test
    void certificateThatIsTrusted_isReadThrough() throws Exception {
        HttpLink link =
                new HttpLink(HttpOptions.builder().sslContext(trusting()).build(), TimeSource.system());
        try (FakeHttpServer server = server()) {
            assertThat(server.uri().getScheme()).isEqualTo("https");
            assertThat(link.send(link.request(server.uri()).build())
                            .json()
                            .get("ok")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void certificateThatIsNotTrusted_isSaidInWords() throws Exception {
        HttpLink link = new HttpLink(HttpOptions.defaults(), TimeSource.system());
        try (FakeHttpServer server = server()) {
            URI address = URI.create(server.uri() + "/secret-path?token=hidden");
            assertThatThrownBy(() -> link.send(link.request(address).build()))
                    .isInstanceOfSatisfying(IOException.class, e -> {
                        assertThat(HttpFaults.isCertificate(e)).isTrue();
                        assertThat(HttpFaults.describe(e, address))
                                .contains("certificate", "not trusted", "127.0.0.1")
                                .doesNotContain("hidden")
                                .doesNotContain("secret-path");
                    });
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void certificateOfAnotherName_isNotTrusted() throws Exception {
        HttpLink link =
                new HttpLink(HttpOptions.builder().sslContext(trusting()).build(), TimeSource.system());
        try (FakeHttpServer server = server()) {
            // The certificate is for the address alone.
            URI address = URI.create("https://localhost:" + server.uri().getPort());
            assertThatThrownBy(() -> link.send(link.request(address).build()))
                    .isInstanceOfSatisfying(IOException.class, e -> assertThat(HttpFaults.isCertificate(e))
                            .isTrue());
        }
    }
}
