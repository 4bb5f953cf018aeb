(function () {
  var form = document.querySelector('form'), input = form.elements.q
  var shown = document.getElementById('shown'), said = document.getElementById('said')
  var turn = 0, timer, last = input.value.trim()
  function look() {
    var words = input.value.trim(), mine = ++turn
    if (words === last) return
    var query = words ? '?q=' + encodeURIComponent(words) : ''
    fetch('./' + (query ? query + '&part=1' : '?part=1')).then(function (answer) {
      if (!answer.ok) throw answer.status
      return answer.text()
    }).then(function (html) {
      if (mine !== turn) return
      last = words
      shown.innerHTML = html
      var told = shown.firstElementChild
      said.textContent = told.textContent
      told.remove()
      history.replaceState(null, '', './' + query)
    }).catch(function () {
      if (mine === turn) said.textContent = '网络不好，请点“搜索”再试。'
    })
  }
  input.addEventListener('input', function (event) {
    clearTimeout(timer)
    if (!event.isComposing) timer = setTimeout(look, 300)
  })
  input.addEventListener('compositionend', function () {
    clearTimeout(timer)
    timer = setTimeout(look, 300)
  })
})()
