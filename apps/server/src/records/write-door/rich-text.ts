/** The HTML that a rich text may hold: what the editor makes and what is pasted from a mail, without anything that runs, loads or styles. */

import sanitizeHtml from 'sanitize-html';

/** Asked before the cleaner does, which would leave the other attributes of a link that leads nowhere. */
const OPENABLE = /^(https?:\/\/|mailto:|tel:)[^\u0000-\u0020]+$/i;

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'blockquote', 'pre', 'code', 'strong', 'b', 'em', 'i', 'u', 's', 'sub', 'sup', 'mark', 'ul', 'ol', 'li', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  allowedAttributes: { a: ['href', 'rel', 'target'], ol: ['start'], th: ['colspan', 'rowspan'], td: ['colspan', 'rowspan'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  // What stands in them is no text of the person.
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'iframe', 'object', 'svg', 'math'],
  nestingLimit: 60,
  transformTags: {
    a: (tagName, { href }) => ({ tagName, attribs: (href === undefined || !OPENABLE.test(href) ? {} : { href, rel: 'noopener noreferrer nofollow', target: '_blank' }) as sanitizeHtml.Attributes }),
    div: 'p',
  },
};

/** Null when no text is left. Cleaning what is clean changes nothing. */
export function cleanHtml(html: string): string | null {
  const clean = sanitizeHtml(html, OPTIONS).trim();
  return clean.replace(/<[^>]*>|&nbsp;|\s/g, '') === '' && !/<hr/.test(clean) ? null : clean;
}
