import { byEnvironment, local } from "odibi";

// A connection is a place where files lie. With `byEnvironment` it has a place per environment of the config.

/** What the shop's systems deliver, as they deliver it. */
export const landing = byEnvironment({ dev: local("data/landing"), broken: local("data/broken") });

/** Where our tables are stored. */
export const lake = byEnvironment({ dev: local("data/lake"), broken: local("data/lake-of-broken") });
