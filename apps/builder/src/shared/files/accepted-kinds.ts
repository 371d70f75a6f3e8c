/** What a field takes, in words: ".pdf, .docx, images". Pure. */

const GROUPS = ['image', 'video', 'audio', 'text'] as const;
type Group = (typeof GROUPS)[number];

export function acceptedKinds(accept: readonly string[], word: (group: Group) => string): string {
  const kinds = accept.map((one) => {
    const group = GROUPS.find((name) => one === `${name}/*`);
    if (group) return word(group);
    return one.includes('/') ? (one.split('/')[1] ?? one).replace(/^.*[.-]/, '').toUpperCase() : one.replace(/^\./, '').toUpperCase();
  });
  return [...new Set(kinds)].join(', ');
}
