/** Chart.js, fetched when the first chart is drawn, with the console's look. */
import { color } from '../core/theme.js';

let loading = null;

/** Resolves to the Chart class. */
export function library() {
    loading ??= import('../../vendor/chart.js/chart.umd.min.js').then(() => {
        const { Chart } = globalThis;
        Chart.defaults.font.family = 'system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
        Chart.defaults.font.size = 11;
        Chart.defaults.animation = false;
        Chart.defaults.maintainAspectRatio = false;
        Chart.defaults.plugins.legend.display = false;
        return Chart;
    });
    return loading;
}

/** The fill of a series: its colour, or its colour under hatching. */
export function fillOf(series) {
    if (!series.hatched) return color(series.token);
    const tile = document.createElement('canvas');
    tile.width = 8;
    tile.height = 8;
    const context = tile.getContext('2d');
    context.fillStyle = color(series.token);
    context.fillRect(0, 0, 8, 8);
    context.strokeStyle = color('hatch');
    context.lineWidth = 1.4;
    context.beginPath();
    for (const start of [-8, 0, 8]) {
        context.moveTo(start, 8);
        context.lineTo(start + 8, 0);
    }
    context.stroke();
    return context.createPattern(tile, 'repeat');
}
