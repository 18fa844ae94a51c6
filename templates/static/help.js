// The help page: keeps a copy for who is offline, and says when that is what you see.
'use strict';

const banner = document.getElementById('offline');
banner.querySelector('button').addEventListener('click', () => { banner.hidden = true; });
addEventListener('offline', () => { banner.hidden = false; });
addEventListener('online', () => { banner.hidden = true; });

const { page, worker } = document.getElementById('help').dataset;
navigator.serviceWorker?.register(worker, { scope: page }).catch(() => {});  // no copy, no harm
