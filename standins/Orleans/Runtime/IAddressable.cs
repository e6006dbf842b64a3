namespace Orleans.Runtime;

/// <summary>Anything that has a grain identity.</summary>
public interface IAddressable
{
}
