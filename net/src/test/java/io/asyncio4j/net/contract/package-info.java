/**
 * What every network owes its users, as tests: the contract suites and what they are made of.
 *
 * <p>Start with {@link io.asyncio4j.net.contract.TransportContractTest}: it holds the promises of
 * transports and protocols about the life of a connection, {@link
 * io.asyncio4j.net.contract.DataContractTest} those about its bytes. {@link
 * io.asyncio4j.net.contract.ServerContractTest} holds those of servers, {@link
 * io.asyncio4j.net.contract.StreamContractTest} those of readers, writers and streams on a real
 * connection. A network passes when a class of its own extends each of them and says how to make a
 * loop; a {@link io.asyncio4j.net.contract.Venue} says over what the connections go. {@link
 * io.asyncio4j.net.contract.DatagramContractTest} and {@link
 * io.asyncio4j.net.contract.DatagramStreamContractTest} hold the promises about datagrams.
 *
 * <p>The machinery is {@link io.asyncio4j.net.contract.NetworkContract}, which runs a test on such
 * a loop, {@link io.asyncio4j.net.contract.Trace}, a list of words in the order in which things
 * happened, and {@link io.asyncio4j.net.contract.RecordingProtocol}, which writes into one. Tests
 * of the reader's rules alone are not here: they need no network.
 */
package io.asyncio4j.net.contract;
