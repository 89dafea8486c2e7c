package dev.sentiment4j.examples.dashboard;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The application. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class LiveDashboard {
    /** Starts it; {@code --dashboard.*} options are those of {@link DashboardProperties}. */
    public static void main(String[] args) {
        SpringApplication.run(LiveDashboard.class, args);
    }
}
