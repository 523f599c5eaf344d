/** Whether there is history and nothing else: no platform that submits, prices or ends applications. The server marks its page so. */
export const alone = 'alone' in document.documentElement.dataset;
