package dev.sentiment4j.examples.dashboard.web;

import dev.sentiment4j.examples.dashboard.DashboardProperties;
import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** Headers, other origins, and the key. No sessions and no cookies, so nothing that another site could ride on. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String PAGE = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";
    /** The page of the OpenAPI document styles its elements one by one. */
    private static final String DOCS = PAGE.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

    @Bean
    SecurityFilterChain docs(HttpSecurity http) throws Exception {
        return common(http.securityMatcher(Paths.OPEN), DOCS)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    SecurityFilterChain everything(HttpSecurity http, DashboardProperties properties, ErrorWriter errors)
            throws Exception {
        common(http, PAGE);
        String key = properties.apiKey();
        if (key == null) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
        return http.addFilterBefore(new ApiKeyFilter(key), AuthorizationFilter.class)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .requestMatchers(Paths.PROTECTED)
                                .authenticated()
                                .anyRequest()
                                .permitAll())
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint((request, response, failure) -> errors.write(
                                response,
                                HttpStatus.UNAUTHORIZED,
                                "UNAUTHORIZED",
                                "this needs the key of the service in " + ApiKeyFilter.HEADER)))
                .build();
    }

    private static HttpSecurity common(HttpSecurity http, String policy) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .cors(cors -> {})
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(policy))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        .frameOptions(frame -> frame.deny())
                        .permissionsPolicyHeader(
                                permissions -> permissions.policy("camera=(), geolocation=(), microphone=()"))
                        .crossOriginOpenerPolicy(opener -> {}));
    }

    @Bean
    CorsConfigurationSource corsConfigurationSource(DashboardProperties properties) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(properties.allowedOrigins());
        cors.setAllowedMethods(List.of("GET", "POST"));
        cors.setAllowedHeaders(List.of("Content-Type", ApiKeyFilter.HEADER, RequestIds.HEADER));
        cors.setExposedHeaders(List.of(RequestIds.HEADER, "Retry-After", "RateLimit-Remaining"));
        cors.setMaxAge(Duration.ofHours(1));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", cors);
        return source;
    }

    /** What the firewall finds odd (encoded slashes, traversal, control characters) is a bad request, in one form. */
    @Bean
    RequestRejectedHandler requestRejectedHandler(ErrorWriter errors) {
        return (request, response, rejected) -> errors.write(
                response,
                HttpStatus.BAD_REQUEST,
                "BAD_REQUEST",
                "the address or a header has characters that are not allowed there");
    }
}
