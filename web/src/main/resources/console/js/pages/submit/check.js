/** What a check said: where it would run, what is refused, the effective configuration with its sources. */
import { h } from '../../core/dom.js';
import { icon } from '../../core/icons.js';
import { sourceTag, valueText } from '../application/configuration.js';

/** Every leaf of an object with its dotted key, in order. Arrays are leaves. */
export function flatten(value, prefix = '') {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return [[prefix, value]];
    return Object.keys(value).sort().flatMap(key => flatten(value[key], prefix ? `${prefix}.${key}` : key));
}

export function checkResult(check) {
    const finding = (tone, picture) => one => h(`div.banner.${tone}`, { style: { marginBottom: '8px' } }, icon(picture), h('div', one.message));
    return h('div', { style: { marginTop: '16px' }, role: 'status' },
        check.errors.map(finding('failed', 'failed')), check.warnings.map(finding('warning', 'warning')),
        check.accepted && h('div.banner.completed', { style: { marginBottom: '8px' } }, icon('check'), h('div', check.placement?.sentence ?? 'It would be accepted.')),
        check.config ? h('div.panel.scroll', { tabindex: '0', style: { maxHeight: '320px' } }, h('table', { 'aria-label': 'Effective configuration' },
            h('thead', h('tr', ['Key', 'Value', 'Source'].map(title => h('th', { scope: 'col' }, title)))),
            h('tbody', flatten(check.config).map(([key, value]) => h('tr', h('td.mono', key), h('td.mono.clip', { title: valueText(value) }, valueText(value)), h('td', sourceTag(sourceOf(check.configSources, key)))))))) : null);
}

/** The source of a key, or of the nearest one above that has one. */
function sourceOf(sources, key) {
    for (let name = key; name; name = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '') {
        if (sources[name]) return sources[name];
    }
    return 'default';
}
