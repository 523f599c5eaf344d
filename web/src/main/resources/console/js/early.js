/*
 * Before the first paint: theme, rail and place as the viewer will have them. A classic script, so that nothing flashes.
 * It knows the page from the address, and asks at once for its modules and for what it shows; without it the page
 * is the same, only later.
 */
(function () {
    'use strict';
    const root = document.documentElement;
    const stored = name => {
        try {
            return localStorage.getItem(name);
        } catch {
            return null;
        }
    };
    const theme = stored('theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    if (stored('rail') === 'narrow') root.dataset.rail = 'narrow';
    const signedOut = stored('user') === 'null';
    if (signedOut) root.dataset.signedOut = '';

    // What each page needs beyond main.js: written by dev/preloads.js.
    const MODULES = {
        'applications': '/css/charts.css chart/axis chart/chart chart/library chart/panel chart/tip core/downsample core/style pages/applications pages/applications/actions pages/applications/strip pages/applications/table ui/dialog ui/filters ui/listing ui/table /vendor/chart.js/chart.umd.min',
        'application': '/css/application.css core/style pages/application pages/application/links pages/applications/actions ui/dialog',
        'compare': '/css/compare.css core/figures core/style pages/compare pages/compare/queries pages/compare/stages ui/listing ui/table',
        'jobs': '/css/jobs.css core/style pages/jobs ui/listing ui/runs ui/table',
        'job': '/css/charts.css /css/jobs.css chart/axis chart/chart chart/library chart/panel chart/tip core/downsample core/style pages/application/configuration pages/applications/actions pages/applications/table pages/job pages/job/schedule pages/submit/check ui/dialog ui/filters ui/listing ui/runs ui/table /vendor/chart.js/chart.umd.min',
        'costs': '/css/charts.css chart/axis chart/chart chart/library chart/panel chart/tip core/downsample core/style pages/costs ui/filters ui/listing ui/table /vendor/chart.js/chart.umd.min',
        'clusters': 'pages/clusters ui/listing ui/table',
        'cluster': '/css/charts.css chart/axis chart/chart chart/library chart/panel chart/tip core/downsample core/style pages/applications/actions pages/applications/strip pages/applications/table pages/cluster pages/cluster/inventory pages/cluster/journal pages/cluster/kubernetes pages/cluster/lastruns pages/cluster/load pages/cluster/refill pages/cluster/versions ui/dialog ui/filters ui/listing ui/table /vendor/chart.js/chart.umd.min',
        'search': '/css/search.css core/style pages/application/links pages/search ui/completion',
        'settings': 'pages/settings ui/dialog ui/listing ui/table',
        'application/overview': '/css/charts.css chart/axis chart/chart chart/library chart/panel chart/timeline chart/tip core/downsample core/lanes pages/application/driver pages/application/issues pages/application/overview pages/application/phases pages/application/series pages/application/unknown /vendor/chart.js/chart.umd.min',
        'application/executors': '/css/charts.css chart/axis chart/chart chart/library chart/panel chart/tip core/downsample pages/application/executors pages/application/issues pages/application/series pages/application/whatif ui/listing ui/stacked ui/table',
        'application/jobs': 'pages/application/jobs ui/filters ui/listing ui/table',
        'application/stages': 'pages/application/marks pages/application/stages ui/filters ui/listing ui/table',
        'application/sql': 'pages/application/sql ui/listing ui/table',
        'application/storage': 'pages/application/storage ui/listing ui/table',
        'application/streaming': 'pages/application/streaming ui/listing ui/table',
        'application/connect': 'pages/application/connect ui/listing ui/table',
        'application/environment': 'pages/application/environment ui/filters ui/listing ui/table',
        'application/logs': '/css/logs.css core/loglines pages/application/events pages/application/logs ui/logview ui/table',
        'application/configuration': 'pages/application/configuration ui/filters ui/listing ui/table',
        'application/cost': 'pages/application/cost ui/listing ui/table',
        'application/stage': '/css/charts.css chart/axis chart/timeline chart/tip core/downsample core/lanes pages/application/marks pages/application/stage ui/filters ui/listing ui/stacked ui/table',
        'application/query': '/css/charts.css /css/plan.css chart/movable chart/plangraph chart/tip core/layered core/plan pages/application/plan pages/application/query',
        'application/stream': '/css/charts.css chart/axis chart/chart chart/library chart/panel chart/tip core/downsample pages/application/stream pages/application/streamseries /vendor/chart.js/chart.umd.min',
    };

    const query = new URLSearchParams(location.search);
    const [place = 'applications', one, two] = location.pathname.split('/').filter(Boolean);
    root.dataset.place = place;
    const tab = query.get('tab') ?? 'overview';
    const part = { stages: 'stage', sql: 'query', streaming: 'stream' }[tab];
    const pages = {
        applications: two ? ['application', `application/${part && query.get(part) ? part : tab}`] : ['applications'],
        jobs: [one ? 'job' : 'jobs'], clusters: [one ? 'cluster' : 'clusters'],
    }[place] ?? [place];
    // Not before the frame is there: modules are compiled as they come, which would hold up the first paint.
    document.addEventListener('readystatechange', () => {
        for (const module of pages.flatMap(page => MODULES[page]?.split(' ') ?? [])) {
            const link = document.createElement('link');
            const style = module.endsWith('.css');
            link.rel = style ? 'stylesheet' : 'modulepreload';
            link.href = style ? module : module.startsWith('/') ? `${module}.js` : `/js/${module}.js`;
            // Whoever needs it asks again.
            if (style) link.onerror = () => link.remove();
            document.head.append(link);
        }
    }, { once: true });

    /** Answers on their way, by address; js/api.js takes them. Only addresses without filters are foreseen. */
    const answers = window.early = new Map();
    const spark = path => `/ocean/spark/${path}`;
    const ask = (...addresses) => {
        for (const address of addresses) {
            const answer = fetch(address, { credentials: 'same-origin', headers: { Accept: 'application/json' } });
            answer.catch(() => {}); // Whoever takes it hears of it.
            answers.set(address, answer);
        }
    };
    if (signedOut) return;
    ask(spark('user/me'));
    const alone = 'alone' in root.dataset;
    const plain = [...query.keys()].every(key => ['tab', 'stage', 'query', 'stream', 'zoom'].includes(key));
    if (!plain) return;
    if (place === 'applications' && two) {
        const run = spark(`cluster/${one}/app/${two}`);
        const stage = `${run}/stages/${(query.get('stage') ?? '').replace('.', '/')}`;
        ask(run, ...{
            // Of drivers that are known by their pods alone, there is no more.
            'application/overview': one.endsWith('-observed') ? [] : [`${run}/metrics?points=1000`, `${run}/memory?points=1000`, `${run}/timeline?limit=500`, `${run}/issues`],
            'application/stage': [stage, `${stage}/timeline?limit=2000`, `${stage}/tasks?offset=0&limit=50&sort=-durationMillis`],
            'application/query': [`${run}/sql/${query.get('query')}`, `${run}/sql/${query.get('query')}/plans`],
            'application/logs': alone ? [] : [`${run}/log`],
        }[pages[1]] ?? []);
    } else if (pages[0] === 'applications' && query.size === 0) {
        ask(...(alone ? [] : [spark('summary?days=7')]), spark('app?offset=0&limit=50&sort=-createdAt'));
    }
    setTimeout(() => answers.clear(), 5000);
})();
