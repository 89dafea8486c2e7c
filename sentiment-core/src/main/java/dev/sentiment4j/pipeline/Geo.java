package dev.sentiment4j.pipeline;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Where a post is from, as far as it says: names, coordinates, or both. Immutable and thread-safe. */
public final class Geo {
    private final @Nullable String city;
    private final @Nullable String country;
    private final double latitude;
    private final double longitude;

    private Geo(@Nullable String city, @Nullable String country, double latitude, double longitude) {
        this.city = city;
        this.country = country;
        this.latitude = latitude;
        this.longitude = longitude;
    }

    /** A place by its names, without coordinates; a name that is not known is null. */
    public static Geo of(@Nullable String city, @Nullable String country) {
        return new Geo(city, country, Double.NaN, Double.NaN);
    }

    /**
     * A point without names.
     *
     * @param latitude degrees, -90 (south) to 90
     * @param longitude degrees, -180 (west) to 180
     * @throws InvalidPostException if a number is not in its range
     */
    public static Geo at(double latitude, double longitude) {
        return of(null, null).withCoordinates(latitude, longitude);
    }

    /**
     * The same names at these coordinates.
     *
     * @param latitude degrees, -90 (south) to 90
     * @param longitude degrees, -180 (west) to 180
     * @throws InvalidPostException if a number is not in its range
     */
    public Geo withCoordinates(double latitude, double longitude) {
        if (!(latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180)) {
            throw new InvalidPostException(
                    "geo", List.of("coordinates: latitude must be in [-90, 90] and longitude in [-180, 180]"));
        }
        // Zero in one form only, so that equality is that of the place.
        return new Geo(city, country, latitude + 0.0, longitude + 0.0);
    }

    /** The city, as the platform writes it. */
    public Optional<String> city() {
        return Optional.ofNullable(city);
    }

    /** The country: a name or a code, as the platform writes it. */
    public Optional<String> country() {
        return Optional.ofNullable(country);
    }

    /** Degrees, -90 (south) to 90; there if and only if the longitude is. */
    public OptionalDouble latitude() {
        return Double.isNaN(latitude) ? OptionalDouble.empty() : OptionalDouble.of(latitude);
    }

    /** Degrees, -180 (west) to 180; there if and only if the latitude is. */
    public OptionalDouble longitude() {
        return Double.isNaN(longitude) ? OptionalDouble.empty() : OptionalDouble.of(longitude);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Geo g
                && Objects.equals(city, g.city)
                && Objects.equals(country, g.country)
                && Double.compare(latitude, g.latitude) == 0
                && Double.compare(longitude, g.longitude) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(city, country, latitude, longitude);
    }

    /** Which parts are known; never the place itself, which may tell who somebody is. */
    @Override
    public String toString() {
        StringBuilder known = new StringBuilder("Geo[");
        known.append(city == null ? "" : "city ").append(country == null ? "" : "country ");
        known.append(Double.isNaN(latitude) ? "" : "coordinates ");
        return known.toString().stripTrailing() + "]";
    }
}
