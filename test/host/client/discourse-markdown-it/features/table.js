/** Tables scroll inside a div of their own. */
export default function table(md) {
  md.renderer.rules.table_open = () => '<div class="md-table">\n<table>\n';
  md.renderer.rules.table_close = () => "</table>\n</div>";
}
