// The key "/" leads to the search, or into its field.
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input:not([type=radio]), textarea, select, [contenteditable]")) return;
  event.preventDefault();
  const field = document.getElementById("words");
  if (field) field.focus();
  else document.querySelector("a.search").click();
});
