/** What went wrong or was wasted, the costliest first, each with evidence and advice. */
import { h } from '../../core/dom.js';
import { icon } from '../../core/icons.js';
import * as format from '../../core/format.js';
import { ended } from '../../ui/basics.js';
import { empty } from '../../ui/panel.js';
import { linkOf } from './links.js';

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
    const link = linkOf(application, issue.link);
    return h('article.issue',
        h(`span.severity.${tone}`, { role: 'img', 'aria-label': word, title: word }, icon(picture)),
        h('h3', issue.title),
        h('span.cost', issue.wastedCoreHours === null || issue.wastedCoreHours === undefined ? '' : `${format.decimal(issue.wastedCoreHours)} core hours`),
        h('p', codes(issue.evidence), ' ', link && h('a', { href: link.href }, link.word)),
        issue.advice ? h('p', h('b', 'Do: '), codes(issue.advice)) : null,
        issue.detail ? h('details.more', h('summary', 'Details'), h('pre.trace', { tabindex: '0' }, issue.detail)) : null);
}

/** Property names and settings in a sentence, set in monospace. */
export function codes(text) {
    return (text ?? '').split(/(`[^`]+`|\bspark\.[A-Za-z0-9_.]*[A-Za-z0-9](?:=\S+)?)/).map((piece, index) => (index % 2 === 1 ? h('code', piece.replaceAll('`', '')) : piece));
}
