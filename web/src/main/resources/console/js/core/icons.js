/** The console's icons: strokes on a 16 × 16 grid. */
import { s } from './dom.js';

const PATHS = {
    applications: 'M2 3h12v10H2zM2 6.5h12M5.5 6.5V13',
    jobs: 'M3 4h10M3 8h10M3 12h6',
    costs: 'M8 2v12M11 4.5H6.5a2 2 0 0 0 0 4h3a2 2 0 0 1 0 4H5',
    clusters: 'M8 2l5.2 3v6L8 14l-5.2-3V5zM8 8l5-3M8 8v6M8 8L3 5',
    search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5L14 14',
    settings: 'M8 5.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4zM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6L5 5M11 11l1.4 1.4M3.6 12.4L5 11M11 5l1.4-1.4',
    logo: 'M1.5 11c2.2 0 2.2-3 4.4-3s2.2 3 4.3 3 2.2-3 4.3-3M3.5 6c1.6 0 1.6-2.4 3.2-2.4S8.3 6 9.9 6',
    check: 'M3 8.5l3.3 3.3L13 5',
    warning: 'M8 2.5L14.5 13.5h-13zM8 6.5v3.3M8 11.7v.1',
    failed: 'M4 4l8 8M12 4l-8 8',
    killed: 'M3.8 3.8h8.4v8.4H3.8z',
    pending: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 4.8V8l2.2 1.6',
    running: 'M5 3l8 5-8 5z',
    'timed-out': 'M4.5 2.5h7M4.5 13.5h7M5.5 2.5c0 3 5 4.5 5 5.5s-5 2.5-5 5.5M10.5 2.5c0 3-5 4.5-5 5.5s5 2.5 5 5.5',
    close: 'M4 4l8 8M12 4l-8 8',
    down: 'M4 6.5l4 4 4-4',
    right: 'M6.5 4l4 4-4 4',
    left: 'M9.5 4l-4 4 4 4',
    more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
    copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
    download: 'M8 2.5v8M4.5 7.5L8 11l3.5-3.5M3 13.5h10',
    upload: 'M8 11V3M4.5 6L8 2.5 11.5 6M3 13.5h10',
    table: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.5 6.5v6',
    chart: 'M2.5 13.5h11M4 11V8M7 11V4M10 11V6.5M13 11V3',
    sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
    moon: 'M13 9.8A5.6 5.6 0 0 1 6.2 3 5.6 5.6 0 1 0 13 9.8z',
    system: 'M2 3h12v8H2zM6 13.5h4M8 11v2.5',
    user: 'M8 2.8a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4zM2.8 13.5c.6-2.6 2.6-4 5.2-4s4.6 1.4 5.2 4',
    collapse: 'M2.5 3h11v10h-11zM6 3v10M10.5 6.5L9 8l1.5 1.5',
    expand: 'M2.5 3h11v10h-11zM6 3v10M9 6.5L10.5 8 9 9.5',
    plus: 'M8 3v10M3 8h10',
    minus: 'M3 8h10',
    reset: 'M3 8a5 5 0 1 0 1.6-3.7M3 2.5v3h3',
    external: 'M9 3h4v4M13 3L7.5 8.5M11 9v4H3V5h4',
    swap: 'M3 5.5h9M9.5 3L12 5.5 9.5 8M13 10.5H4M6.5 8L4 10.5 6.5 13',
    link: 'M6.5 9.5l3-3M7.5 5l1.8-1.8a2.5 2.5 0 0 1 3.5 3.5L11 8.5M8.5 11l-1.8 1.8a2.5 2.5 0 0 1-3.5-3.5L5 7.5',
    columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
    info: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 7.3v3.5M8 5.1v.1',
    trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9',
};

/** An icon as an SVG element, hidden from assistive technology: the word stands beside it. */
export function icon(name) {
    const heavy = name === 'more';
    return s('svg', { viewBox: '0 0 16 16', class: `icon ${heavy ? 'heavy' : ''}`, 'aria-hidden': 'true', focusable: 'false' }, s('path', { d: PATHS[name] }));
}
