/* Before the first paint: the theme and the rail as the viewer left them. A classic script, so that nothing flashes. */
(function () {
    'use strict';
    const stored = name => {
        try {
            return localStorage.getItem(name);
        } catch {
            return null;
        }
    };
    const theme = stored('theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    if (stored('rail') === 'narrow') document.documentElement.dataset.rail = 'narrow';
})();
