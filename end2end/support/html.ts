// Whether the HTML that the server sent is valid: checked on the text itself, before a browser repaired it.

import { HtmlValidate } from "html-validate";

/** The elements with which Leptos marks islands, and the server-rendered children in them. Both are only wrappers. */
const wrapper = { flow: true, phrasing: true, transparent: true };

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended"],
  elements: ["html5", { "leptos-island": wrapper, "leptos-children": wrapper }],
  rules: {
    // How the text is laid out is the renderer's affair; nobody reads or edits it.
    "no-trailing-whitespace": "off",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    // The style `<meta …>` or `<meta … />`: both are valid HTML.
    "void-style": "off",
    // A number for a telephone is wrapped where the design says so, by CSS.
    "tel-non-breaking": "off",
    // Scripts and styles come from our own address only, under a content security policy.
    "require-sri": "off",
  },
});

/** One line for each fault in the document, empty when it is valid. */
export async function faultsIn(html: string): Promise<string[]> {
  const report = await validator.validateString(html);
  const lines = html.split("\n");
  return report.results
    .flatMap((result) => result.messages)
    .map(({ line, column, ruleId, message }) => {
      const near = (lines[line - 1] ?? "").slice(Math.max(0, column - 40), column + 80);
      return `${ruleId}: ${message} at ${line}:${column}, near …${near}…`;
    });
}
