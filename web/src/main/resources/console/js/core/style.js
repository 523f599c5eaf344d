/** Stylesheets of single pages and parts; what all pages share is in `css/console.css`. */

/** Resolves once `css/<name>.css` applies; modules that draw with it wait for it, so that nothing is seen without. */
export function styled(name) {
    const href = `/css/${name}.css`;
    // js/early.js may have asked for it.
    const known = document.querySelector(`link[rel="stylesheet"][href="${href}"]`);
    if (known?.sheet) return undefined;
    const link = known ?? document.createElement('link');
    const done = new Promise(resolve => {
        link.addEventListener('load', resolve, { once: true });
        // Plain is better than nothing.
        link.addEventListener('error', resolve, { once: true });
    });
    if (known === null) {
        link.rel = 'stylesheet';
        link.href = href;
        document.head.append(link);
    }
    return done;
}
