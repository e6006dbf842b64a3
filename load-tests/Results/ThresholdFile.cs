using System.Text.Json;
using NBomber.Contracts;
using NBomber.CSharp;

namespace O2O.Dispatch.LoadTests.Results;

/// <summary>What must hold, read from a file.</summary>
internal sealed class ThresholdFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private ThresholdFile(IReadOnlyList<ThresholdLine> lines) => Lines = lines;

    /// <summary>Line by line.</summary>
    public IReadOnlyList<ThresholdLine> Lines { get; }

    /// <summary>Reads one.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="known">What it may name.</param>
    /// <exception cref="LoadTestFault">It cannot be read, or a line of it is not sound: every fault is named.</exception>
    public static ThresholdFile Read(string path, KnownNames known)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new LoadTestFault(ExitCodes.BadInput, $"--thresholds: '{path}' cannot be read: {fault.Message}", fault);
        }

        return Parse(text, path, known);
    }

    /// <summary>Reads the text of one.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="path">Where it is from, for faults.</param>
    /// <param name="known">What it may name.</param>
    /// <exception cref="LoadTestFault">It is not sound.</exception>
    public static ThresholdFile Parse(string text, string path, KnownNames known)
    {
        var (lines, faults) = (new List<ThresholdLine>(), new List<string>());
        try
        {
            using var json = JsonDocument.Parse(text, Lenient);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("thresholds", out var all) || all.ValueKind != JsonValueKind.Array)
            {
                throw new LoadTestFault(ExitCodes.BadInput, $"--thresholds: {path} is not {{\"thresholds\": [...]}}.");
            }

            if (json.RootElement.EnumerateObject().Select(property => property.Name).Where(name => name != "thresholds").ToList() is { Count: > 0 } others)
            {
                faults.Add($"--thresholds: {path} has {string.Join(", ", others)}; there is thresholds alone.");
            }

            if (all.GetArrayLength() == 0)
            {
                faults.Add($"--thresholds: {path} has no threshold, so every run would pass.");
            }

            foreach (var (number, element) in all.EnumerateArray().Index())
            {
                var properties = element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().ToList() : [];
                var strange = properties.Select(property => property.Name).Except(["scenario", "step", "fact", "check"], StringComparer.Ordinal).ToList();
                var silent = properties.Where(property => Text(element, property.Name) is null).Select(property => property.Name).ToList();
                var fault = element.ValueKind != JsonValueKind.Object ? "it is no object"
                    : strange.Count > 0 ? $"it has {string.Join(", ", strange)}; there are scenario, step, fact and check"
                    : silent.Count > 0 ? $"its {string.Join(", ", silent)} is no text, or an empty one"
                    : null;
                if (fault is null && ThresholdLine.Read(Text(element, "scenario"), Text(element, "step"), Text(element, "fact"), Text(element, "check"), out fault) is { } line)
                {
                    fault = known.Fault(line);
                    lines.Add(line);
                }

                if (fault is not null)
                {
                    faults.Add($"--thresholds: {path}, threshold {number + 1}: {fault}.");
                }
            }
        }
        catch (JsonException fault)
        {
            throw new LoadTestFault(ExitCodes.BadInput, $"--thresholds: {path} is no JSON: {fault.Message}", fault);
        }

        return faults.Count == 0 ? new ThresholdFile(lines) : throw new LoadTestFault(ExitCodes.BadInput, string.Join(Environment.NewLine, faults));
    }

    /// <summary>A scenario with what must hold of it.</summary>
    public ScenarioProps Apply(ScenarioProps scenario) => scenario.WithThresholds([.. Lines.Where(line => line.Scenario == scenario.ScenarioName).Select(line => line.ToThreshold())]);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
