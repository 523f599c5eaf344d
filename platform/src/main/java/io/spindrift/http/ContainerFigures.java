package io.spindrift.http;

import io.spindrift.history.ContainerLoad;
import io.spindrift.history.ContainerLoad.Throttling;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What an application's containers use, added up. Pure. What none of them tells is left out.
final class ContainerFigures {
    private static final double MICROS = 1e6;

    private final Map<AppFigure, Double> figures = new EnumMap<>(AppFigure.class);

    private ContainerFigures() {}

    static Map<AppFigure, Double> of(List<ContainerLoad> loads) {
        ContainerFigures sums = new ContainerFigures();
        loads.forEach(sums::add);
        return sums.figures;
    }

    private void add(ContainerLoad load) {
        add(AppFigure.MEMORY, (double) load.residentBytes());
        Long charged = load.chargedBytes();
        if (charged != null) {
            add(AppFigure.MEMORY_CHARGED, charged);
            if (load.limitBytes() > 0) {
                figures.merge(
                        AppFigure.MEMORY_NEAREST, (double) charged / load.limitBytes(), Math::max);
            }
        }
        Long cpuMicros = load.cpuMicros();
        if (cpuMicros != null) {
            add(AppFigure.CONTAINER_CPU, cpuMicros / MICROS);
        }
        Throttling throttling = load.throttling();
        if (throttling != null) {
            add(AppFigure.CPU_PERIODS, (double) throttling.periods());
            add(AppFigure.CPU_PERIODS_THROTTLED, (double) throttling.throttledPeriods());
            add(AppFigure.CPU_THROTTLED, throttling.throttledMicros() / MICROS);
        }
    }

    private void add(AppFigure figure, double value) {
        figures.merge(figure, value, Double::sum);
    }
}
