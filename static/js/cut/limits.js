// The server's limits (app/reading/bounds.py, WEB), told before anything is sent.
const MIB = 1 << 20;

export const UPLOAD = 4 * MIB;
export const RAW = 12 * MIB;
export const MEMBERS = 2000;
export const MEMBER = 1 * MIB;
