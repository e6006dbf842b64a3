using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace O2O.Dispatch.Testing;

/// <summary>Checks a law over random inputs. A failure tells its seed; <c>O2O_LAW_SEED</c> set to it repeats the run.</summary>
public static class Law
{
    /// <summary>The environment variable that fixes the seed of every law.</summary>
    public const string SeedVariable = "O2O_LAW_SEED";

    /// <summary>Checks a law over what an arbitrary gives; the smallest input that breaks it is told.</summary>
    /// <param name="inputs">The inputs and how to shrink them.</param>
    /// <param name="law">Throws (an assertion) when it is broken.</param>
    /// <param name="cases">How many inputs.</param>
    public static void Holds<T>(Arbitrary<T> inputs, Action<T> law, int cases = 300)
    {
        var seed = Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } fixedSeed
            ? ulong.Parse(fixedSeed, CultureInfo.InvariantCulture)
            : (ulong)System.Random.Shared.NextInt64();
        var replay = new Replay(new Rnd(seed), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure.WithMaxTest(cases).WithQuietOnSuccess(true).WithReplay(FSharpOption<Replay>.Some(replay));
        try
        {
            Prop.ForAll(inputs, law).Check(config);
        }
        catch (Exception broken)
        {
            throw new LawBrokenException($"A law is broken. {SeedVariable}={seed} repeats it.{Environment.NewLine}{broken.Message}", broken);
        }
    }

    /// <summary>Checks a law over what a generator gives, without shrinking.</summary>
    public static void Holds<T>(Gen<T> inputs, Action<T> law, int cases = 300) => Holds(Arb.From(inputs), law, cases);

    /// <summary>Checks a law over tapes of choices, shrunk to the shortest and smallest that breaks it.</summary>
    /// <param name="length">How many choices a tape holds at the most.</param>
    /// <param name="law">Throws (an assertion) when it is broken.</param>
    /// <param name="cases">How many tapes.</param>
    public static void HoldsForChoices(int length, Action<Choices> law, int cases = 300)
    {
        var tapes = Gen.ArrayOf(Gen.Choose(0, 9_999), length);
        var shrinker = ArbMap.Default.ArbFor<int[]>();
        Holds(Arb.From(tapes, tape => shrinker.Shrinker(tape)), tape => law(new Choices(tape)), cases);
    }
}

/// <summary>A law that does not hold.</summary>
public sealed class LawBrokenException(string message, Exception inner) : Exception(message, inner);

/// <summary>A tape of choices: what a random history reads to decide what comes next. Past its end every choice is the first.</summary>
public sealed class Choices(int[] tape)
{
    private int _at;

    /// <summary>Whether all choices are used up.</summary>
    public bool Over => _at >= tape.Length;

    /// <summary>A number from 0 up to, not including, <paramref name="below"/>.</summary>
    public int Next(int below) => Over ? 0 : Math.Abs(tape[_at++] % below);

    /// <summary>One of the given.</summary>
    public T Of<T>(params ReadOnlySpan<T> of) => of[Next(of.Length)];
}
