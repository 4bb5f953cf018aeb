(function(){var time=document.querySelector('[data-starts]');if(!time)return
var starts=Number(time.dataset.starts)*1000,skew=Number(time.dataset.now)*1000-Date.now()
function show(){var left=Math.floor((starts-Date.now()-skew)/1000)
if(left<=0){time.textContent='已经开始，请刷新页面';return}
var days=Math.floor(left/86400),hours=Math.floor(left%86400/3600),minutes=Math.floor(left%3600/60)
time.textContent='离开始还有 '+(days?days+' 天 ':'')+(days||hours?hours+' 小时 ':'')+minutes+' 分 '+('0'+left%60).slice(-2)+' 秒'
setTimeout(show,1000)}
show()})()
