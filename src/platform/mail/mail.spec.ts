import { createServer } from 'node:net';
import { Logger } from '@nestjs/common';
import { Config } from '../config/config';
import { ConsoleMailer } from './console.mailer';
import { mailerOf } from './mail.module';
import { NoMailer } from './no.mailer';
import { SmtpMailer } from './smtp.mailer';

const mail = { to: 'ada@example.com', subject: 'A secret', text: 'https://play.example/#token=flp_secret' };
const development = { DATABASE_URL: 'postgres://x/y', JWT_SECRET: 'unused', FLORIN_DATA: '/nonexistent' };
const secret = 'kR7vQ2mX9cLpW4zT8bNfY6hJ3gD5sA1u';
const production = { ...development, NODE_ENV: 'production', JWT_SECRET: secret, SEAL_KEY: `${secret}${secret}` };
const smtp = { SMTP_URL: 'smtp://mail.example:587', MAIL_FROM: 'a@game.example', PUBLIC_URL: 'https://play.example' };

describe('mail', () => {
  it.each([
    [ConsoleMailer, 'is printed in development', development, true],
    [SmtpMailer, 'is sent in development, given a server', { ...development, ...smtp }, true],
    [SmtpMailer, 'is sent in production', { ...production, ...smtp }, true],
    [NoMailer, 'is neither sent nor printed in production without a server', production, false],
  ])('%p %s', (type, _, env, isConfigured) => {
    const mailer = mailerOf(Config.fromEnv(env));
    expect(mailer).toBeInstanceOf(type);
    expect(mailer.isConfigured).toBe(isConfigured);
  });

  it('needs a sender, and in production an address of the pages', () => {
    expect(() => Config.fromEnv({ ...development, SMTP_URL: smtp.SMTP_URL })).toThrow('MAIL_FROM is required');
    expect(() => Config.fromEnv({ ...production, ...smtp, PUBLIC_URL: '' })).toThrow('PUBLIC_URL is required');
    expect(() => Config.fromEnv({ ...development, SMTP_URL: 'http://mail.example' })).toThrow('SMTP_URL must be');
  });

  it('is printed whole by the console', async () => {
    const log = jest.spyOn(Logger.prototype, 'log').mockImplementation();
    await new ConsoleMailer().send(mail);
    expect(log.mock.calls.flat().join()).toMatch(/ada@example\.com.*A secret[^]*#token=flp_secret/);
    log.mockRestore();
  });

  it('is repeated in no error of a server that refuses it', async () => {
    const server = createServer((socket) => socket.end(`554 no mail for ${mail.to} about ${mail.text}\r\n`));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const error = await new SmtpMailer(`smtp://127.0.0.1:${port}`, 'a@game.example').send(mail).catch(String);
    expect(error).toMatch(/^Error: The mail server did not take a mail \(E[A-Z]+(, 554)?\)\.$/);
    server.close();
  });
});
