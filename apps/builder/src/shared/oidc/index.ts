export { OidcProblem } from './oidc-problem.tsx';
export { oidcAddress } from './oidc-address.ts';
