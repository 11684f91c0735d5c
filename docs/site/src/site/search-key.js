// Ctrl+/ (on a Mac also Command+/) leads to the search, or into its field. "/" alone would be in the way of those who
// speak to their browser, since letters of a word would be keys to it (WCAG 2.1.4).
addEventListener("keydown", (event) => {
  if (event.key !== "/" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  const field = document.getElementById("words");
  if (field) field.focus();
  else document.querySelector("a.search").click();
});
