// A page that shows work in progress looks again by itself; without scripts there is a link.
const working = document.querySelector('[data-reload]')
if (working) setTimeout(() => location.reload(), Number(working.dataset.reload) * 1000)
