import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { type CliCommand, UsageError } from '../platform/cli/cli-command';
import { DomainError } from '../platform/errors/domain-error';
import { InputPipe } from '../platform/http/input.pipe';
import { AdminsService } from './admins.service';
import { RegisterDto } from './dto/register.dto';

const FROM_STDIN = '--password-stdin';

/** Makes an admin. No password ever stands among the arguments, where every user of the machine can read it. */
export const createAdmin: CliCommand = {
  summary: 'makes an admin, with a password that is printed once, or the one that is piped in',
  usage: ['<username> <email>', `<username> <email> ${FROM_STDIN}`],
  migrates: true,
  async run(app, args, print) {
    const [username, email, ...others] = args.filter((arg) => arg !== FROM_STDIN);
    if (email === undefined || others.length > 0) throw new UsageError('A username and an email address are needed.');
    const given = args.includes(FROM_STDIN) ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined;
    const password = given ?? randomBytes(18).toString('base64url');
    const registration = registrationOf({ username, email, password });
    await app.get(AdminsService, { strict: false }).create(registration, 'florin create-admin');
    print(`${username} is an admin now.`);
    if (given === undefined) print(`Password: ${password}`);
  },
};

/** @throws UsageError for what nobody could register with either */
function registrationOf(registration: RegisterDto): RegisterDto {
  try {
    return new InputPipe().transform(registration, { type: 'body', metatype: RegisterDto }) as RegisterDto;
  } catch (error) {
    throw error instanceof DomainError ? new UsageError(error.message) : error;
  }
}
