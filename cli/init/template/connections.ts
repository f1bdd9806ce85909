import { byEnvironment, local } from "odibi";

/** Where the files come in. */
export const landing = local("data/landing");
/** Where the tables go. */
export const lake = byEnvironment({ dev: local("data/dev"), prod: local("data/prod") });
