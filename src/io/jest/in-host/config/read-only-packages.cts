/**
 * Lets Vite load a configuration although it cannot write into `node_modules`: it writes beside the configuration where it
 * hears that access to its own folder there is denied, and gives up at any other error.
 */
import fs from 'node:fs';

const { mkdir } = fs.promises;

const denied = (folder: string): Error =>
  Object.assign(new Error(`EACCES: permission denied, mkdir '${folder}'`), { code: 'EACCES' });

fs.promises.mkdir = ((...args: Parameters<typeof mkdir>) =>
  String(args[0]).includes('.vite-temp')
    ? Promise.reject(denied(String(args[0])))
    : mkdir.apply(fs.promises, args)) as typeof mkdir;
