/** What went wrong or was wasted, the costliest first, each with evidence and advice. */
import { h } from '../../core/dom.js';
import { icon } from '../../core/icons.js';
import * as format from '../../core/format.js';
import { ended } from '../../ui/basics.js';
import { empty } from '../../ui/panel.js';
import { linkOf } from './links.js';

/** So many pieces of evidence stand there at once. */
const SHOWN = 3;
const TONES = { error: ['failed', 'failed', 'Error'], warning: ['warning', 'warning', 'Warning'], info: ['running', 'info', 'Hint'] };

export function issueList(application, issues) {
    if (issues.length === 0) {
        return ended(application.appState)
            ? empty('Nothing to do: no failure, spill, skew or idle time worth a word was found.')
            : empty('Nothing found so far.', { hint: 'Rules look again while it runs.' });
    }
    return h('div', issues.map(issue => issueRow(application, issue)));
}

function issueRow(application, issue) {
    const [tone, picture, word] = TONES[issue.severity] ?? TONES.info;
    return h('article.issue',
        h(`span.severity.${tone}`, { role: 'img', 'aria-label': word, title: word }, icon(picture)),
        h('h3', issue.title),
        h('span.cost', issue.wastedCoreHours === null || issue.wastedCoreHours === undefined ? '' : `${format.decimal(issue.wastedCoreHours)} core hours`),
        evidence(application, issue),
        issue.advice ? h('p', h('b', 'Do: '), codes(issue.advice)) : null,
        issue.detail ? h('details.more', h('summary', 'Details'), h('pre.trace', { tabindex: '0' }, issue.detail)) : null);
}

/** What it was seen by, each with the place where that is shown. */
function evidence(application, issue) {
    const told = issue.evidences?.length ? issue.evidences : [{ text: issue.evidence, link: issue.link }];
    const line = one => {
        const link = linkOf(application, one.link);
        return [codes(one.text), ' ', link && h('a', { href: link.href }, link.word)];
    };
    if (told.length === 1) return h('p', line(told[0]));
    const rest = told.slice(SHOWN);
    return h('div.evidence', h('ul', told.slice(0, SHOWN).map(one => h('li', line(one)))),
        rest.length > 0 ? h('details', h('summary', `${rest.length} more`), h('ul', rest.map(one => h('li', line(one))))) : null);
}

/** Property names and settings in a sentence, set in monospace. */
export function codes(text) {
    return (text ?? '').split(/(`[^`]+`|\bspark\.[A-Za-z0-9_.]*[A-Za-z0-9](?:=\S+)?)/).map((piece, index) => (index % 2 === 1 ? h('code', piece.replaceAll('`', '')) : piece));
}
