/** Oracle O6. What no answer may tell of the inside: SQL, constraints, tables, stack frames, paths, libraries. */

const INSIDE: readonly RegExp[] = [
  /\bws_[a-z]/,
  /\btessera\.[a-z_]+/,
  /QueryFailedError|EntityMetadataNotFound|NestFactory|FastifyError|FST_ERR|ERR_[A-Z]+_[A-Z]+/,
  /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b.{0,200}\b(FROM|VALUES|SET|WHERE)\b/,
  /violates|duplicate key value|relation "|column "|syntax error at/i,
  /"_(member|history|audit|document|import|export|instance|task|share|api_key|session)[a-z_]*"/,
  /\.(unique|fkey|pkey|check)\b/,
  /\bat [\w.<>]+ \(|node:internal|node_modules|\.(ts|mjs|js):\d+/,
  /(^|[\s"'(])\/(work|root|home|srv|usr|tmp|var|opt)\//,
  /\b(typeorm|postgres(ql)?|pg_[a-z]+|fastify|nestjs|express|ajv|argon2)\b/i,
];

/** The inside that a refusal gives away, or nothing. */
export function toldOfTheInside(status: number, text: string): string[] {
  if (status < 400) return [];
  return INSIDE.flatMap((pattern) => pattern.exec(text)?.[0] ?? []);
}
