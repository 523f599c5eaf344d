/** Tokens, and the settings that the server runs with. */
import { h, replace } from '../core/dom.js';
import * as api from '../api.js';
import { change } from '../core/router.js';
import { button, command, since } from '../ui/basics.js';
import { confirm, openDialog } from '../ui/dialog.js';
import { listing } from '../ui/listing.js';
import { empty } from '../ui/panel.js';
import { toast, toastError } from '../ui/toast.js';

const TONES = { flag: 'accented', env: 'pending', file: 'warning', default: 'killed' };

export function show(view) {
    view.title('Settings');
    let state = view.state;
    const create = button('New token', () => newToken(view.user, () => tokens.update(state)), { tone: 'primary small', picture: 'plus' });
    const tokens = listing({
        name: 'tokens', label: 'Tokens', title: 'Tokens', note: view.user.admin ? 'of all users' : 'yours', local: true, key: row => row.id, defaultSort: '-createdAt', prefix: 'token-', tools: [create],
        columns: [
            { id: 'name', title: 'Name', sort: 'name', card: 'main', value: row => row.name, cell: row => h('b', { style: { fontWeight: 500 } }, row.name) },
            { id: 'user', title: 'User', sort: 'user', card: 'side', value: row => row.user, cell: row => row.user },
            { id: 'admin', title: 'Role', value: row => (row.admin ? 'administrator' : 'user'), cell: row => (row.admin ? h('span.tag.accented', 'administrator') : 'user') },
            { id: 'created', title: 'Created', sort: 'createdAt', descendingFirst: true, value: row => row.createdAt, card: 'figure', cell: row => since(row.createdAt) },
            { id: 'used', title: 'Last used', sort: 'lastUsedAt', descendingFirst: true, value: row => row.lastUsedAt, cell: row => (row.lastUsedAt ? since(row.lastUsedAt) : 'never') },
            { id: 'actions', title: '', label: 'Actions', card: 'full', number: true, cell: row => button('Revoke', () => revoke(row, () => tokens.update(state)), { tone: 'danger small', label: `Revoke ${row.name}` }) },
        ],
        load: () => api.list(api.path('token'), { limit: 500 }, view.signal),
        nothing: () => empty('There is no token.'),
    });
    const settings = listing({
        name: 'settings', label: 'Effective settings', title: 'Effective settings', note: 'secrets are masked; changed in the settings file, then restart', local: true, key: row => row.key, defaultSort: 'key',
        columns: [
            { id: 'key', title: 'Key', sort: 'key', card: 'main', value: row => row.key, cell: row => h('span.mono', row.key) },
            { id: 'value', title: 'Value', card: 'full', clip: true, value: row => row.value, cell: row => h('span.mono', row.value ?? '–') },
            { id: 'source', title: 'Source', sort: 'source', card: 'side', value: row => row.source, cell: row => h(`span.tag.${TONES[row.source] ?? 'killed'}`, row.source) },
            { id: 'description', title: 'What it is', card: 'full', value: row => row.description, cell: row => h('span.muted', row.description) },
        ],
        load: async (page, now) => {
            const { items } = await api.list(api.path('settings'), {}, view.signal);
            return { items: items.filter(row => (!now.q || `${row.key} ${row.description}`.toLowerCase().includes(now.q.toLowerCase()))) };
        },
        csv: () => api.url(api.path('settings'), { format: 'csv' }),
        nothing: () => empty('No setting matches.'),
    });
    replace(view.root, h('div.head.titled', h('h1', 'Settings')), tokens.element, settings.element);

    function update(next) {
        state = next;
        settings.setFilters([h('input.input.find-in', { type: 'search', placeholder: 'Key', 'aria-label': 'Key', value: state.q ?? '', onchange: event => change({ q: event.target.value.trim() }) })]);
        tokens.update(state);
        return settings.update(state);
    }
    update(state);
    return { update };
}

function newToken(user, done) {
    const name = h('input.input', { required: true, maxlength: 100, placeholder: 'airflow', autofocus: true });
    const owner = h('input.input', { placeholder: user.name, pattern: '[a-z0-9][a-z0-9._@\\-]{0,63}', maxlength: 64 });
    const admin = h('input', { type: 'checkbox' });
    const wrong = h('div.bad', { role: 'alert' });
    let made = false;
    const body = h('form.stack', { id: 'new-token', onsubmit: async event => {
        event.preventDefault();
        try {
            const request = { name: name.value.trim(), ...(owner.value.trim() ? { user: owner.value.trim() } : {}), ...(admin.checked ? { admin: true } : {}) };
            const { items } = await api.write('POST', api.path('token'), request);
            made = true;
            replace(body, h('p', 'This is the only time that it is shown. Keep it where secrets are kept.'), command(items[0].token), h('p.muted', 'For the command line:'), command(`export SPINDRIFT_TOKEN=${items[0].token}`));
            replace(footer, h('span.grow'), button('Done', () => dialog.close(), { tone: 'primary' }));
        } catch (error) {
            replace(wrong, error.message);
        }
    } }, h('label.field', 'Name, to know it by', name), user.admin ? [h('label.field', 'User', owner), h('label.row', admin, 'Administrator')] : null, wrong);
    const footer = h('div.row', { style: { width: '100%' } }, h('span.grow'), button('Cancel', () => dialog.close()), button('Create', null, { tone: 'primary', type: 'submit', form: 'new-token' }));
    const dialog = openDialog({ title: 'New token', small: true, body: () => body, footer: () => footer, onclose: () => made && done() });
}

async function revoke(token, done) {
    const sure = await confirm({ title: `Revoke ${token.name}?`, text: 'Whoever uses it is refused from now on, and sessions begun with it end.', action: 'Revoke' });
    if (!sure) return;
    try {
        await api.write('DELETE', api.path('token', token.id));
        toast(`${token.name} is revoked`, 'completed');
        done();
    } catch (error) {
        toastError(error);
    }
}
