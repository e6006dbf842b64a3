using System.CommandLine;
using O2O.Dispatch.AllInOne.Data;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Simulation.CommandLine;

namespace O2O.Dispatch.AllInOne.CommandLine;

/// <summary>Mints a token from the key of a data folder, for scripts and load tests.</summary>
internal static class TokenCommand
{
    private const int MostHours = 24 * 365;

    /// <summary>Makes the command.</summary>
    /// <param name="output">Where the token goes, alone on its line.</param>
    public static Command Make(TextWriter output)
    {
        var role = new Option<string>("--role") { Description = $"What its bearer is: {string.Join(", ", Roles.All)}.", HelpName = "ROLE", Required = true };
        var id = new Option<string?>("--id") { Description = "Who its bearer is, a GUID. Default: somebody new.", HelpName = "GUID" };
        var hours = new Option<string?>("--hours") { Description = $"How long it is valid, up to {MostHours}. Default: 12.", HelpName = "N" };
        var directory = new Option<string?>("--data-dir") { Description = "Folder of the service, whose key signs. Default: ./data/allinone.", HelpName = "DIR" };
        var keyFile = new Option<string?>("--key-file") { Description = "Its keys, when they are not in the data folder.", HelpName = "FILE" };
        var command = new Command("token", "Prints a token for the HTTP API and the hubs, signed with the key of the data folder; a key is made when there is none.") { role, id, hours, directory, keyFile };
        command.SetAction(parsed =>
        {
            var read = new OptionReader();
            var name = read.OneOf("--role", parsed.GetValue(role), Roles.Ops, [.. Roles.All]);
            var valid = read.Number("--hours", parsed.GetValue(hours), 12, 0.01, MostHours);
            var bearer = parsed.GetValue(id);
            var known = Guid.TryParse(bearer, out var who);
            if (bearer is not null && (!known || who == Guid.Empty))
            {
                read.Fault($"--id: '{bearer}' is no id; a GUID is expected.");
            }

            if (read.Faults.Count > 0)
            {
                throw new StartFault(ExitCodes.BadOption, string.Join(Environment.NewLine, read.Faults));
            }

            var folder = parsed.GetValue(directory) ?? new AllInOneOptions().DataDirectory;
            var keys = Keys(parsed.GetValue(keyFile) ?? Path.Combine(folder, DataFolder.KeyFile));

            // An operator's token needs a name in the logs, and no entry anywhere.
            output.WriteLine(new TokenMint(new IdentityOptions(), keys).Mint(name, known ? who : Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), TimeSpan.FromHours(valid)).AccessToken);
            return ExitCodes.Success;
        });
        return command;
    }

    private static SigningKeys Keys(string file)
    {
        try
        {
            return SigningKeys.LoadOrCreate(file);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new StartFault(ExitCodes.Unusable, $"--data-dir: {fault.Message}", fault);
        }
    }
}
