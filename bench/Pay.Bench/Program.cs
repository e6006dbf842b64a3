using System.Globalization;
using O2O.Dispatch.Pay.Bench;

const string Help = """
    Pay.Bench commit [ROUNDS] [JOBS] [DISK]   A completion's commit through the job's grain (job, answer, outbox, ledger transfers) on PostgreSQL with 16 connections, beside the same statement alone
                                              under pgbench with 16 connections, on the same server, in turns. Default: 5 rounds of 2,000 jobs each (a multiple of 16).
                                              DISK is fsync (default) or nofsync: with the latter PostgreSQL waits for no disk, so that the processor alone counts.
    Pay.Bench captured [JOBS/S] [SECONDS]     From the call that completes a job to its capture, against the sandbox over HTTP in a process of its own, on PostgreSQL. Default: 200, 15.
    Pay.Bench verify [JOBS]                   The proof that `ledger verify` gives, over captured jobs with a tip each: how fast, and the memory it takes for a tenth of them and for all.
                                              Default: 1,000,000, which take some minutes and 8 GB of disk.
    Pay.Bench vouchers [USES] [CALLERS] [DISK] One hot campaign through its grain on PostgreSQL: vouchers issued for its one code, taken by orders and redeemed, by so many callers at once; then ten
                                              times as many orders as its budget has room for. Default: 20,000 uses, 256 callers, fsync.
    Pay.Bench bookings [BOOKINGS] [CALLERS] [DISK] One hot slot through its resource's grain on PostgreSQL: places held and confirmed by so many callers at once; then ten times as many who ask as there
                                              are places. Default: 20,000 bookings, 256 callers, fsync.

    Pay.Bench stock [TAKES] [CALLERS]         One hot product through its store's grain on PostgreSQL: taken by so many orders from so many callers at once; then ten times as many orders as there are pieces.
                                              Default: 20,000 takes, 256 callers.

    Each starts a PostgreSQL server of its own (Debian's postgresql, pgbench with it).
    """;

if (args.Skip(1).Take(2).Any(text => !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0))
{
    Console.Error.WriteLine($"'{string.Join(' ', args.Skip(1).Take(2))}' are no counts. See --help.");
    return 2;
}

int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
switch (args)
{
    case ["commit", ..] when args.Length <= 4 && args.ElementAtOrDefault(3) is null or "fsync" or "nofsync":
        await CommitBench.Run(Number(1, 5), Number(2, 2_000), args.ElementAtOrDefault(3) != "nofsync");
        return 0;
    case ["captured", ..] when args.Length <= 3:
        await CapturedBench.Run(Number(1, 200), Number(2, 15));
        return 0;
    case ["verify", ..] when args.Length <= 2:
        await VerifyBench.Run(Number(1, 1_000_000));
        return 0;
    case ["vouchers", ..] when args.Length <= 4 && args.ElementAtOrDefault(3) is null or "fsync" or "nofsync":
        await VoucherBench.Run(Number(1, 20_000), Number(2, 256), args.ElementAtOrDefault(3) != "nofsync");
        return 0;
    case ["bookings", ..] when args.Length <= 4 && args.ElementAtOrDefault(3) is null or "fsync" or "nofsync":
        await BookingBench.Run(Number(1, 20_000), Number(2, 256), args.ElementAtOrDefault(3) != "nofsync");
        return 0;
    case ["stock", ..] when args.Length <= 3:
        await StockBench.Run(Number(1, 20_000), Number(2, 256));
        return 0;
    case ["sandbox"]:
        await SandboxProcess.Serve();
        return 0;
    default:
        Console.WriteLine(Help);
        return args is ["--help"] or ["-h"] ? 0 : 2;
}
