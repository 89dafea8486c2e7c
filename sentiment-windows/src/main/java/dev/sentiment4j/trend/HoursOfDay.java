package dev.sentiment4j.trend;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.OptionalDouble;

/** The mean of a measure at each hour of the day, over the days before, later ones counting more. Not thread-safe. */
final class HoursOfDay {
    private static final int HOURS = 24;
    private static final double WEIGHT = 0.3;

    private final double[] means = new double[HOURS];
    private final int[] days = new int[HOURS];
    private long day = Long.MIN_VALUE;
    private int hour;
    private double sum;
    private long count;

    OptionalDouble mean(Instant time, ZoneId zone, int minDays) {
        int now = ZonedDateTime.ofInstant(time, zone).getHour();
        return days[now] >= minDays ? OptionalDouble.of(means[now]) : OptionalDouble.empty();
    }

    void add(Instant time, ZoneId zone, double value) {
        ZonedDateTime local = ZonedDateTime.ofInstant(time, zone);
        long today = local.toLocalDate().toEpochDay();
        if (today != day || local.getHour() != hour) {
            close();
            day = today;
            hour = local.getHour();
        }
        sum += value;
        count++;
    }

    private void close() {
        if (count > 0) {
            double mean = sum / count;
            double weight = Math.max(WEIGHT, 1.0 / (days[hour] + 1));
            means[hour] += weight * (mean - means[hour]);
            days[hour]++;
        }
        sum = 0;
        count = 0;
    }

    void write(DataOutputStream out) throws IOException {
        for (int i = 0; i < HOURS; i++) {
            out.writeDouble(means[i]);
            out.writeInt(days[i]);
        }
        out.writeLong(day);
        out.writeInt(hour);
        out.writeDouble(sum);
        out.writeLong(count);
    }

    void read(DataInputStream in) throws IOException {
        for (int i = 0; i < HOURS; i++) {
            means[i] = in.readDouble();
            days[i] = in.readInt();
        }
        day = in.readLong();
        hour = Math.floorMod(in.readInt(), HOURS);
        sum = in.readDouble();
        count = in.readLong();
    }
}
