/** Signing in with a token, in place of whatever page was asked for. */
import { h, replace } from '../core/dom.js';
import { icon } from '../core/icons.js';
import * as api from '../api.js';
import { alone } from '../core/alone.js';
import { command } from '../ui/basics.js';

/** Shows the form; calls back when the server has set its cookie. */
export function login(done) {
    document.title = 'Sign in · Spindrift';
    const input = h('input.input', { id: 'token', type: 'password', autocomplete: 'current-password', required: true, autofocus: true, placeholder: 'sd_…', 'aria-describedby': 'wrong' });
    const wrong = h('div.bad', { id: 'wrong', role: 'alert' });
    const submit = h('button.button.primary', { type: 'submit' }, 'Sign in');
    replace(document.body, h('div.login', h('main',
        h('div.brand', icon('logo'), 'Spindrift'),
        h('h1', 'Sign in'),
        h('form.stack', { onsubmit: async event => {
            event.preventDefault();
            submit.disabled = true;
            replace(wrong);
            try {
                await api.signIn(input.value.trim());
                done();
            } catch (error) {
                replace(wrong, error.status === 401 ? 'The server does not know this token. It may have been revoked.' : error.message);
                submit.disabled = false;
                input.focus();
                input.select();
            }
        } }, h('label.field', { for: 'token' }, 'Token', input), wrong, submit),
        alone ? h('p.muted', 'It is in the file that the history server was started with, by --token-file.')
            : [h('p.muted', 'The installer wrote the administrator’s token to a file on the server:'), command('cat <prefix>/conf/admin.token')])));
    input.focus();
}
