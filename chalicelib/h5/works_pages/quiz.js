(function(){var time=document.querySelector('[data-until]');if(!time)return
var until=Number(time.dataset.until)*1000,skew=Number(time.dataset.now)*1000-Date.now()
function show(){var left=Math.max(0,Math.round((until-Date.now()-skew)/1000))
time.textContent=left?'还有 '+Math.floor(left/60)+' 分 '+('0'+left%60).slice(-2)+' 秒':'时间到了，请交卷'
if(left)setTimeout(show,1000)}
show()})()
