/** Texts that lead somewhere: ids, e-mail addresses, web addresses, telephone numbers. Every check is linear in the length. */

export const isUuid = (text: string): boolean => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text);

export function isEmail(text: string): boolean {
  if (text.length > 254) return false;
  const [local = '', domain = '', ...more] = text.split('@');
  if (more.length > 0 || local.length > 64) return false;
  if (!/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..')) return false;
  const labels = domain.split('.');
  return labels.length >= 2 && labels.every((label) => label.length <= 63 && /^[\p{L}\p{N}-]+$/u.test(label) && !label.startsWith('-') && !label.endsWith('-'));
}

/** http, https, mailto and tel only: a link must never be able to run script. */
export function isUri(text: string): boolean {
  if (text.length > 2000 || /[\s\p{Cc}<>"\\^`{|}]/u.test(text)) return false;
  return /^https?:\/\/[^/?#@:]+[^]*$/i.test(text) || /^mailto:[^@]+@[^@]+$/i.test(text) || /^tel:[+0-9][0-9().*#;=a-z-]*$/i.test(text);
}

/** Digits with the usual separators, an optional leading + and an optional extension; 3 to 20 digits. */
export function isPhone(text: string): boolean {
  if (text.length > 40 || !/^[+(0-9][0-9 ()./*#-]*(?:(?:x|ext\.?|转|分机) ?[0-9]+)?$/i.test(text)) return false;
  const digits = text.replace(/\D/g, '').length;
  return digits >= 3 && digits <= 20;
}
