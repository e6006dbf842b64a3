namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>Where secrets come from: unguessable in production, from the seed in a replay.</summary>
public interface ISecretSource
{
    /// <summary>A code of decimal digits, for instance a PIN.</summary>
    /// <param name="length">1 to 18 digits.</param>
    string Digits(int length);

    /// <summary>Random bytes.</summary>
    byte[] Bytes(int length);
}
